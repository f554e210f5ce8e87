import { type HtmlLine, htmlLines } from './html-lines.ts'
import { type Fold, findFolds } from './reply-folds.ts'

/** What is written around a fold; the tags that must be closed before it and opened again after it stand outside. */
export type FoldTags = { open: (kind: Fold['kind']) => string; close: string }

/** Beyond this (characters) it is no letter, and finding quotes would keep others waiting: it is shown as it is. */
const maxHtml = 400_000
/** Characters that dividing elements may add in all: a deep nest of long styles would multiply. */
const maxAdded = 100_000

/**
 * Sanitised HTML with its quotes and signatures each inside the tags of a fold. Nothing of it is lost, moved or put twice:
 * an element that a fold begins or ends in the middle of is closed there and opened again, as an editor splits it.
 * Linear, as `htmlLines` and `findFolds` are.
 */
export function foldHtml(html: string, tags: FoldTags): string {
  let result = ''
  let from = 0
  for (const { start, end, kind } of cutsOf(html, { forScreen: true })) {
    const inside = start.reopen + html.slice(start.at, end.at) + end.close
    result += html.slice(from, start.at) + start.close + tags.open(kind) + inside + tags.close + end.reopen
    from = end.at
  }
  return result + html.slice(from)
}

/** Sanitised HTML without its quotes and signatures: what the author wrote this time, for programs. */
export function visibleHtml(html: string): string {
  let result = ''
  let from = 0
  for (const { start, end } of cutsOf(html, { forScreen: false })) {
    result += html.slice(from, start.at) + start.close + end.reopen
    from = end.at
  }
  return result + html.slice(from)
}

/** A place between two tags or words, with the tags that close what is open there alone, and open it again. */
type Place = { at: number; close: string; reopen: string }
type Cut = { kind: Fold['kind']; start: Place; end: Place }

function cutsOf(html: string, { forScreen }: { forScreen: boolean }): Cut[] {
  if (html.length > maxHtml) return []
  const lines = htmlLines(html)
  const folds = findFolds(lines, { forScreen })
  return folds.length === 0 ? [] : cutsAt(html, folds, lines)
}

function cutsAt(html: string, folds: readonly Fold[], lines: readonly HtmlLine[]): Cut[] {
  const wanted = folds.flatMap((fold) => gapsOf(lines, fold, html.length) ?? [])
  const places = findPlaces(
    html,
    wanted.flatMap(({ start, end }) => [start, end]),
  )
  let added = 0
  return wanted.flatMap(({ kind }, i) => {
    const [start, end] = [places[2 * i], places[2 * i + 1]]
    if (!start || !end) return []
    const shared = sharedElements(start.open, end.open)
    const cut = { kind, start: placeAt(start, shared), end: placeAt(end, shared) }
    for (const { close, reopen } of [cut.start, cut.end]) added += close.length + reopen.length
    return added > maxAdded ? [] : cut
  })
}

/** Where a fold may begin or end: anywhere between two words or pictures. `otherwise`: where both are in one text. */
type Gap = { from: number; to: number; otherwise: number }

function gapsOf(
  lines: readonly HtmlLine[],
  fold: Fold,
  length: number,
): { kind: Fold['kind']; start: Gap; end: Gap } | null {
  const first = findHeld(lines, fold.start, fold.end, 1)
  const last = findHeld(lines, fold.end - 1, fold.start - 1, -1)
  if (!first || !last) return null
  const before = findHeld(lines, fold.start - 1, -1, -1)?.end ?? 0
  const after = findHeld(lines, fold.end, lines.length, 1)?.start ?? length
  return {
    kind: fold.kind,
    start: { from: before, to: first.start, otherwise: first.start },
    end: { from: last.end, to: after, otherwise: last.end },
  }
}

/** The first line from `from` until before `to` that holds words or pictures. */
function findHeld(lines: readonly HtmlLine[], from: number, to: number, step: 1 | -1): HtmlLine | null {
  for (let i = from; i !== to; i += step) {
    const line = lines[i]
    if (line && line.end > line.start) return line
  }
  return null
}

type Element = { name: string; tag: string }
type OpenPlace = { at: number; open: readonly Element[] }

const voids = new Set(['br', 'hr', 'img', 'wbr', 'col'])

/**
 * In each gap the best place between two tags: for a start where the fewest elements are open, for an end where the fewest
 * must be divided. Of equal ones the first, or at the end of the mail the last. Gaps come in order, start and end by turns.
 */
function findPlaces(html: string, gaps: readonly Gap[]): OpenPlace[] {
  const places: OpenPlace[] = []
  const open: Element[] = []
  let best: OpenPlace | null = null
  let leastCost = Number.POSITIVE_INFINITY
  const costHere = () => {
    const start = places.length % 2 === 1 ? places.at(-1)?.open : undefined
    return start ? start.length + open.length - 2 * sharedElements(start, open) : open.length
  }
  const stopAt = (at: number) => {
    for (let gap = gaps[places.length]; gap; gap = gaps[places.length]) {
      if (at <= gap.to) {
        const cost = at >= gap.from ? costHere() : Number.POSITIVE_INFINITY
        if (cost < leastCost || (cost === leastCost && gap.to === html.length && best !== null)) {
          best = { at, open: [...open] }
          leastCost = cost
        }
        return
      }
      places.push(best ?? { at: gap.otherwise, open: [...open] })
      best = null
      leastCost = Number.POSITIVE_INFINITY
    }
  }
  for (const { 0: token, index } of html.matchAll(/<[^>]*>|[^<]+/g)) {
    stopAt(index)
    const name = /^<\/?([a-z0-9]+)/.exec(token)?.[1]
    if (name === undefined || voids.has(name)) continue
    if (token.startsWith('</')) open.pop()
    else open.push({ name, tag: token })
  }
  stopAt(html.length)
  stopAt(html.length + 1)
  return places
}

/** A browser takes `<details>` out of these, or ends them before it. */
const tableParts = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr', 'ul', 'ol', 'dl', 'colgroup'])
const endedByBlocks = new Set(['p', 'a', 'summary'])

function countShared(one: readonly Element[], other: readonly Element[]): number {
  let count = 0
  while (count < one.length && one[count] === other[count]) count++
  return count
}

/** How many of the outermost elements a fold may stand in: those open at both of its ends that bear a block in them. */
function sharedElements(start: readonly Element[], end: readonly Element[]): number {
  let count = countShared(start, end)
  const cell = start.slice(0, count).findLastIndex(({ name }) => name === 'td' || name === 'th')
  const ended = start.slice(0, count).findIndex(({ name }, i) => i > cell && endedByBlocks.has(name))
  if (ended >= 0) count = ended
  while (count > 0 && tableParts.has(start[count - 1]?.name ?? '')) count--
  return count
}

function placeAt({ at, open }: OpenPlace, shared: number): Place {
  const divided = open.slice(shared)
  return {
    at,
    close: divided
      .map(({ name }) => `</${name}>`)
      .reverse()
      .join(''),
    reopen: divided.map(({ tag }) => tag).join(''),
  }
}
