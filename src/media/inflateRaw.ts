/** What UTIF uses of pako, by fflate, which the page has already: the page's build puts it in pako's place. */
export { inflateSync as inflateRaw } from 'fflate';
