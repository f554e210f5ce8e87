/** `> > text` → depth 2. A `>` further in, or `>From` of mbox files, is no quote. At most 50 levels. */
export function unquote(line: string): { depth: number; rest: string } {
  let depth = 0
  let at = 0
  while (at < line.length && depth < 50) {
    let next = at
    while (next - at < 3 && line[next] === ' ') next++
    if (line[next] !== '>') break
    depth++
    at = next + 1
  }
  if (depth === 1 && /^From /.test(line.slice(at))) return { depth: 0, rest: line }
  return { depth, rest: depth > 0 ? line.slice(line[at] === ' ' ? at + 1 : at) : line }
}
