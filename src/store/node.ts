/** S3-compatible object stores, in Node. */
export {
  addressOf,
  insideAddress,
  isObjectAddress,
  isOtherAddress,
  type ObjectAddress,
  ObjectAddressError,
  objectAddress,
  withoutSlash,
} from './address';
export { type Copies, localCopies } from './copies';
export { type ObjectInfo, type ObjectStore, openObjectStore, StoreError } from './objectStore';
