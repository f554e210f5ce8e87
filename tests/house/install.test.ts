import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aCheckout, isAlive, plainEnvironment, startProgram } from '../harness/checkout.ts'

/** In the place of npm, which would fetch 700 MB: notes that it runs, and installs when the test lets it. */
const npm = `
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
appendFileSync('npm-runs', process.pid + ' ' + process.argv.slice(2).join(' ') + '\\n')
rmSync('node_modules', { recursive: true, force: true })
if (existsSync('broken')) { console.error('npm error code E404'); process.exit(1) }
const timer = setInterval(() => {
  if (!existsSync('go')) return
  mkdirSync('node_modules')
  writeFileSync('node_modules/.package-lock.json', '{"packages":{}}')
  clearInterval(timer)
}, 20)
`
const lockFile = '{"packages":{"":{}}}'

let checkout: ReturnType<typeof aCheckout>
beforeEach(() => {
  const files = { 'package-lock.json': lockFile, 'tool/npm-cli.js': npm, 'server/cli.ts': `console.log('runs')` }
  checkout = aCheckout(files, { isInstalled: false })
})
afterEach(() => checkout.end())

const file = (name: string) => join(checkout.folder, name)
const npmRuns = () => (existsSync(file('npm-runs')) ? readFileSync(file('npm-runs'), 'utf8').trim().split('\n') : [])
const stamp = 'node_modules/.samtale-installed'
const letNpmFinish = () => writeFileSync(file('go'), '')

/** On our own Node.js: the copy has no package of it. */
function start(user: { uid?: number; gid?: number } = {}) {
  const env = plainEnvironment({ npm_execpath: file('tool/npm-cli.js') })
  return startProgram(process.execPath, ['scripts/boot.mjs', 'cli'], { cwd: checkout.folder, env, ...user })
}

test('the first start installs, the second does not, a changed lock file does again', async () => {
  letNpmFinish()
  const first = start()
  expect(await first.ended).toBe(0)
  expect(first.said()).toBe('Installing packages (first time, about a minute) …\nruns\n')
  const second = start()
  expect(await second.ended).toBe(0)
  expect(second.said()).toBe('runs\n')
  writeFileSync(file('package-lock.json'), `${lockFile}\n`)
  const third = start()
  expect(await third.ended).toBe(0)
  expect(third.said()).toBe('Installing packages (they changed, about a minute) …\nruns\n')
  expect(npmRuns().map((run) => run.replace(/^\d+ /, ''))).toEqual(
    Array(2).fill('ci --no-audit --no-fund --loglevel=error --include=dev --include=optional'),
  )
})

test('of two starts at once one installs and the other waits for it', async () => {
  const starts = [start(), start()]
  await expect.poll(() => starts.map((each) => each.said()).join('')).toContain('waiting for it …')
  letNpmFinish()
  expect(await Promise.all(starts.map((each) => each.ended))).toEqual([0, 0])
  expect(npmRuns()).toHaveLength(1)
})

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'a start ended by %s while it installs takes npm with it',
  async (signal) => {
    const first = start()
    await expect.poll(npmRuns).toHaveLength(1)
    const npmPid = Number.parseInt(npmRuns()[0] ?? '', 10)
    first.child.kill(signal)
    await first.ended
    await expect.poll(() => isAlive(npmPid)).toBe(false)
    expect(existsSync(file(stamp))).toBe(false)
    letNpmFinish()
    expect(await start().ended).toBe(0)
    expect(npmRuns()).toHaveLength(2)
  },
)

test('when npm fails, its own words and a sentence are shown, and the next start tries again', async () => {
  writeFileSync(file('broken'), '')
  const { ended, said } = start()
  expect(await ended).toBe(1)
  expect(said()).toMatch(/npm error code E404\nThe packages could not be installed: npm ci ended with 1\.\n$/)
  expect(existsSync(file(stamp))).toBe(false)
})

test.runIf(process.getuid?.() === 0)('who may not write the checkout is told what to do', async () => {
  const { ended, said } = start({ uid: 65_534, gid: 65_534 })
  expect(await ended).toBe(1)
  expect(said()).toBe(
    `The packages do not match package-lock.json, and ${checkout.folder} cannot be written: run "npm ci" there as its owner.\n`,
  )
})
