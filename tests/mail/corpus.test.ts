import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMailParser } from '../../server/mail/mail-parser.ts'
import { baselineOfKeys, baselineOfSources, disputed, type Goal, goals } from './corpus-figures.ts'
import { type Count, corpusFolder, type Figures, measureCorpus } from './measure-corpus.ts'

/**
 * Wild mail, read by the parser that receives mail. The corpus is data that lies beside the repository; its path may be
 * given as SAMTALE_MAIL_CORPUS. Our own mails in `eml/` are read with or without it.
 */
const parser = createMailParser()
afterAll(() => parser.close())

const corpus = corpusFolder()

// Where it is there, nothing is skipped, not even this sentence.
if (corpus === null)
  test.skip('the corpus is not on this machine: set SAMTALE_MAIL_CORPUS to its folder to run these', () => undefined)

describe.runIf(corpus !== null)('the corpus', () => {
  let figures: Figures
  beforeAll(async () => {
    figures = await measureCorpus(corpus as string, parser, disputed)
    process.stdout.write(report(figures))
  })

  test('every mail is read', () => {
    expect(figures.unreadable).toEqual([])
    expect(figures.mails).toBe(420)
  })

  test.each(Object.entries(baselineOfKeys))('%s: at least %d as expected', (key, least) => {
    const misses = figures.misses.filter((miss) => miss.key === key).map(({ file }) => file)
    expect({ right: figures.keys[key]?.right ?? 0, misses }).toSatisfy(({ right }) => right >= least)
  })

  test.each(Object.entries(baselineOfSources))('%s: at least %d as expected', (source, least) => {
    expect(figures.sources[source]?.right ?? 0).toBeGreaterThanOrEqual(least)
  })

  test('every key and every source has its number', () => {
    expect(Object.keys(figures.keys).filter((key) => !(key in baselineOfKeys))).toEqual([])
    expect(Object.keys(figures.sources).filter((source) => !(source in baselineOfSources))).toEqual([])
  })

  test.each(goals.filter(({ isDemanded }) => isDemanded))('the goal is met: $name', ({ share, atLeast }) => {
    const { right, of } = share(figures)
    expect({ right, of, share: right / of, falseAlarms: figures.falseAlarms }).toSatisfy((one) => one.share >= atLeast)
  })

  test('what is disputed is still wrong, and each time with a reason of its own', () => {
    expect(figures.settled).toEqual([])
    expect(disputed.filter(({ because }) => because.length < 40)).toEqual([])
    expect(new Set(disputed.map(({ because }) => because)).size).toBe(disputed.length)
  })
})

/** What was found, for whoever reads the output of the tests. */
function report(figures: Figures): string {
  const sections: [string, string[]][] = [
    ['key', Object.entries(figures.keys).map(countLine)],
    ['source', Object.entries(figures.sources).map(countLine)],
    ['goal', goals.map((goal) => goalLine(goal, figures))],
  ]
  const text = sections.map(([title, lines]) => `by ${title}\n${lines.join('\n')}\n`)
  return `Mail corpus, ${figures.mails} mails, ${disputed.length} expectations disputed:\n${text.join('')}`
}

function countLine([name, { right, of }]: [string, Count]): string {
  return `  ${name.padEnd(40)}${right} of ${of}`
}

function goalLine({ name, isDemanded, atLeast, share }: Goal, figures: Figures): string {
  const { right, of } = share(figures)
  const state = right / of >= atLeast ? 'met' : isDemanded ? 'MISSED' : 'not yet met'
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`
  return `  ${name.padEnd(40)}${percent(right / of)} (${right} of ${of}), goal ${percent(atLeast)}: ${state}`
}

describe('our own mails', () => {
  const folder = join(import.meta.dirname, 'eml')
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, object>

  test('each has an expectation', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
    expect(Object.keys(expected).toSorted()).toEqual(files.toSorted())
  })

  test.each(Object.entries(expected))('%s', async (file, want) => {
    expect(await parser.parse(readFileSync(join(folder, file)))).toMatchObject(want)
  })
})
