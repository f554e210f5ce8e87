export const median = (values: readonly number[]) => percentile(values, 50)

/** The value that `percent` of the others do not exceed (nearest rank). NaN of an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}

/** Three significant digits: what a noisy machine can tell. */
export const rounded = (value: number) => Number(value.toPrecision(3))
