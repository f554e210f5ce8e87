import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { commandOf, familyOf, residentKiB } from '../../bench/processes.ts'
import { aHugePng, aLockedPdf, anEndlessPdf, aPdf, aPicture, aSwellingPdf } from '../../tests/harness/files.ts'
import { createDrawer } from './drawer.ts'

const drawer = createDrawer({ processes: 1, timeoutMs: 4000 })
afterAll(() => drawer.close())
let number = 0
const draw = (kind: 'picture' | 'pdf', source: Buffer, page = 1) =>
  drawer.draw({ kind, key: String(++number), source, page, size: 'page' })

test.each(['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff'] as const)('a picture is drawn anew: %s', async (format) => {
  const answer = await draw('picture', await aPicture(format))
  expect(answer).toMatchObject({ drawing: { width: 400, height: 300, pageCount: 1 } })
  expect('drawing' in answer && Buffer.from(answer.drawing.bytes).toString('latin1', 8, 12)).toBe('WEBP')
})

test('a page of a PDF is drawn, with its words', async () => {
  const pdf = aPdf(['Invoice 20418', 'Page two\nof it'])
  expect(await draw('pdf', pdf)).toMatchObject({ drawing: { width: 1240, pageCount: 2, text: 'Invoice 20418' } })
  expect(await draw('pdf', pdf, 2)).toMatchObject({ drawing: { text: expect.stringContaining('Page two') } })
  expect(await draw('pdf', pdf, 3)).toEqual({ notDrawn: 'noSuchPage' })
})

test('a picture that was cut off on its way is shown as far as it goes', async () => {
  const whole = await aPicture('jpeg', { width: 900, height: 900 })
  expect(await draw('picture', whole.subarray(0, whole.length - 400))).toMatchObject({
    drawing: { width: 900, height: 900 },
  })
})

test('a Windows bitmap is drawn', async () => {
  const head = Buffer.alloc(54)
  head.write('BM')
  for (const [value, at] of [
    [54, 10],
    [40, 14],
    [30, 18],
    [20, 22],
    [0x18_00_01, 26],
  ] as const)
    head.writeUInt32LE(value, at)
  const file = Buffer.concat([head, Buffer.alloc(92 * 20, 80)])
  expect(await draw('picture', file)).toMatchObject({ drawing: { width: 30, height: 20 } })
})

const text = Buffer.from('neither the one nor the other')

test.each([
  { because: 'a PNG of 50,000 × 50,000', kind: 'picture', file: aHugePng(50_000, 50_000), notDrawn: 'tooLarge' },
  { because: 'no picture', kind: 'picture', file: text, notDrawn: 'broken' },
  {
    because: 'a drawing with a script',
    kind: 'picture',
    file: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
    notDrawn: 'broken',
  },
  { because: 'no PDF', kind: 'pdf', file: text, notDrawn: 'broken' },
  { because: 'the half of a PDF', kind: 'pdf', file: aPdf(['cut']).subarray(0, 300), notDrawn: 'broken' },
  { because: 'a locked PDF', kind: 'pdf', file: aLockedPdf(), notDrawn: 'protected' },
  { because: 'a PDF that is drawn for ever', kind: 'pdf', file: anEndlessPdf(), notDrawn: 'tooSlow' },
  { because: 'a PDF that unpacks to more than its memory', kind: 'pdf', file: aSwellingPdf(), notDrawn: 'tooLarge' },
] as const)('abuse-13 $because: $notDrawn, and the next one is drawn', async ({ kind, file, notDrawn }) => {
  expect(await draw(kind, file)).toMatchObject({ notDrawn })
  expect(await draw('pdf', aPdf(['next']))).toMatchObject({ drawing: { text: 'next' } })
  expect(drawer.size()).toBe(1)
})

test.runIf(process.platform === 'linux')('abuse-13 what draws never takes more than 600 MB', async () => {
  const answer = draw('pdf', aSwellingPdf())
  let most = 0
  let isDone = false
  void answer.then(() => {
    isDone = true
  })
  while (!isDone) {
    for (const pid of familyOf(process.pid).slice(1)) {
      if (commandOf(pid).includes('draw-process')) most = Math.max(most, residentKiB(pid) / 1024)
    }
    await sleep(5)
  }
  expect(most).toBeGreaterThan(30)
  expect(most).toBeLessThan(600)
})

test('what never ends holds up its own process alone, whoever asks for how many of its pages', async () => {
  const two = createDrawer({ processes: 2, timeoutMs: 4000 })
  const ends: string[] = []
  const task = { kind: 'pdf', size: 'page' } as const
  const endless = anEndlessPdf()
  const first = two.draw({ ...task, page: 1, key: 'endless', source: endless }).then(() => ends.push('endless'))
  const second = two.draw({ ...task, page: 2, key: 'endless', source: endless })
  await Promise.all([
    first,
    ...['a', 'b', 'c'].map((key) =>
      two.draw({ ...task, page: 1, key, source: aPdf([key]) }).then(() => ends.push(key)),
    ),
  ])
  expect(ends).toEqual(['a', 'b', 'c', 'endless'])
  expect(await second).toEqual({ notDrawn: 'noSuchPage' })
  await two.close()
  expect(two.size()).toBe(0)
  await expect(two.draw({ ...task, page: 1, key: 'a', source: aPdf(['a']) })).rejects.toThrow('closed')
})

test.runIf(process.platform === 'linux')(
  'a drawing that never ends does not outlive a server that was killed',
  async () => {
    const folder = import.meta.dirname
    const program = `
    import { createDrawer } from '${folder}/drawer.ts'
    import { anEndlessPdf } from '${folder}/../../tests/harness/files.ts'
    createDrawer().draw({ kind: 'pdf', key: 'endless', page: 1, size: 'page', source: anEndlessPdf() })`
    const server = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'ignore' })
    const drawing = () => familyOf(server.pid ?? 0).slice(1)
    await expect.poll(() => drawing().length, { timeout: 20_000 }).toBe(1)
    const [pid = 0] = drawing()
    // Until it draws and hears nothing else.
    await expect.poll(() => residentKiB(pid) / 1024, { timeout: 20_000 }).toBeGreaterThan(100)
    server.kill('SIGKILL')
    await expect.poll(() => commandOf(pid), { timeout: 10_000 }).toBe('')
  },
)
