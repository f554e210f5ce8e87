import { Problem } from '../../shared/problems.ts'

/** An id of a path. What can be none, also for being too large, is not found, like one that is not there. @throws {Problem} `notFound` */
export function idOf(text: string): string {
  if (!/^\d{1,18}$/.test(text)) throw new Problem('notFound')
  return text
}
