import { appendFileSync } from 'node:fs'

/** Whether this is `npm run soak`: the long forms, with seeds of its own. */
export const isSoak = process.env.SAMTALE_SOAK !== undefined

/** The seed of this run: fixed in `npm test`; another one each time in the soak, printed in its result. */
export const seed = Number(process.env.SAMTALE_SOAK_SEED ?? 20_260_310)

/** Says how far a long run is. */
export function tellProgress(sentence: string): void {
  if (isSoak) process.stderr.write(`${sentence}\n`)
}

/** Says what a long run has seen; `tests/soak.ts` puts it into its result. */
export function reportSoak(test: string, seen: Record<string, number | string>): void {
  const file = process.env.SAMTALE_SOAK_REPORT
  if (file) appendFileSync(file, `${JSON.stringify({ test, seen })}\n`)
}
