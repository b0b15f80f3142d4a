export interface Example {
    /** What it is an example of. */
    symbol: string;
    file: string;
    code: string;
}
/** Every exported value of src/ whose doc comment has an example that imports the package. */
export declare function examples(): Example[];
/** The names of the values that a door exports. */
export declare function exportedValues(door: string): string[];
/**
 * Runs an example. A line `expression; // → value` says what the expression is.
 *
 * modules what each import gives, by the module's name
 *
 * Returns how many such lines were compared. Throws an Error that names a line that does not hold.
 */
export declare function runExample(code: string, modules: Readonly<Record<string, unknown>>): Promise<number>;
