export declare const shared: string;
export declare const hasShared: boolean;
export declare const sharedMedia: (name: string) => string;
/** Photos of groups of people that come with a development package, for machines without `../shared`. */
export declare const samplePhoto: (n: number) => string;
/** Where one face is in those photos, and what it shows to the eye. */
declare const sampleFaces: {
    smiling: {
        photo: number;
        left: number;
        top: number;
        width: number;
        height: number;
    };
    calm: {
        photo: number;
        left: number;
        top: number;
        width: number;
        height: number;
    };
};
/** A photo of one real face, from the shared media or cut out of a development package's photo. */
export declare function realFace(kind: keyof typeof sampleFaces): Promise<string | Buffer>;
/** A camera that shows each photo for `frames` frames, over and over. */
export declare function cameraFile(photos: (string | Buffer)[], frames?: number): Promise<string>;
/** What Chromium is started with to see it. */
export declare const cameraArguments: (file?: string) => string[];
export {};
