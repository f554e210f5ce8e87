import { rounded } from './numbers.ts'

/** One line of the table: what was measured, beside what the same machine does with nothing of a product around it. */
export type Figure = {
  what: string
  /** null: this machine lacks what measures it, and `unit` says what. */
  value: number | null
  unit: string
  floor?: number
  /** What it is to be, in words, and the limit that it comes to in this run. `limit` null: told, not judged. */
  goal: string
  limit: number | null
  /** Whether more is better (a rate) or less (a time, a size). */
  better: 'more' | 'less'
}

export const isMet = ({ value, limit, better }: Figure) =>
  limit === null || value === null ? null : better === 'more' ? value >= limit : value <= limit

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${figure.value === null ? '' : `${rounded(figure.value)} `}${figure.unit}`,
    figure.floor === undefined ? '' : `${rounded(figure.floor)} ${figure.unit}`,
    figure.limit === null ? figure.goal : `${figure.goal} = ${rounded(figure.limit)}`,
    verdictOf(figure),
  ])
  const head = ['what', 'measured', 'floor', 'goal', '']
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${lines.join('\n')}\n`
}

function verdictOf(figure: Figure): string {
  const met = isMet(figure)
  if (met === null) return ''
  return met ? 'met' : 'MISSED'
}
