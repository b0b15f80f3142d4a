/** Text that is safe to show, wherever it goes. */
export {
  type CsvCell,
  type CsvStyle,
  csvLine,
  type Decimal,
  decimal,
  type ExactText,
  exactly,
  fromCsvText,
} from './csv';
export { decodeText } from './decodeText';
export { plainLine, plainText } from './plainText';
export { misfitOf, parseCells, parseTable, type Table, type TableRow } from './table';
