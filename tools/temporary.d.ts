export declare function temporaryFolder(): string;
