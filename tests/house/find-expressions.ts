import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { analyse } from 'scslre'

export type Expression = { file: string; line: number; source: string; flags: string }
export type SlowExpression = Expression & { because: string }

/** Files of ours below a path that is relative to `root`; tests are not among them. */
export function filesBelow(root: string, path: string): string[] {
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.(?:test|test-support|gen)\.tsx?$/.test(name))
    .map((name) => join(path, name))
    .toSorted()
}

/** Every regular expression literal of a file, and every `new RegExp` of a constant. */
export function findExpressions(root: string, file: string): Expression[] {
  const code = readFileSync(join(root, file), 'utf8')
  const found: Expression[] = []
  const keep = (start: number, source: string, flags: string) =>
    found.push({ file, line: code.slice(0, start).split('\n').length, source, flags })
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, start, regex, callee, arguments: args } = node as Record<string, unknown>
    if (type === 'Literal' && regex) {
      const { pattern, flags } = regex as { pattern: string; flags: string }
      keep(start as number, pattern, flags)
    } else if (
      (type === 'NewExpression' || type === 'CallExpression') &&
      (callee as { name?: string })?.name === 'RegExp'
    ) {
      const [source, flags] = (args as { value?: unknown }[]).map(({ value }) => value)
      if (typeof source === 'string') keep(start as number, source, typeof flags === 'string' ? flags : '')
    }
    // Lists of nodes are objects too.
    Object.values(node).forEach(visit)
  }
  visit(parseSync(file, code).program)
  return found
}

/**
 * Those whose time grows faster than their input (scslre): because two repeats can share the same letters, or because
 * an attempt is made at every place and each goes on to the end.
 */
export function slowAmong(expressions: readonly Expression[]): SlowExpression[] {
  return expressions.flatMap((expression) => {
    const { source, flags } = expression
    const { reports } = analyse({ source, flags: flags.replace(/[dvy]/g, '') }, { maxReports: 1 })
    return reports.map((report) => ({
      ...expression,
      because: `${report.exponential ? 'exponential' : 'polynomial'} (${report.type}), by repeating ${report.character.pick}`,
    }))
  })
}
