export interface FakeFer {
    data: string;
    votes: string;
}
/**
 * Writes `fer2013.csv` and `fer2013new.csv` with `count` faces a split into `folder`. A face of class c has stripes
 * whose distance tells c, so that it can be learned.
 */
export declare function fakeFer(folder: string, count: number): Promise<FakeFer>;
