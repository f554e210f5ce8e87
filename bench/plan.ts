/** How much is measured: `runs` of each figure, whose median is shown; `isQuick`: few and small, to see that it works. */
export type Plan = { runs: number; isQuick: boolean; onProgress(sentence: string): void }
