import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCheckout, isAlive, plainEnvironment, root, startProgram } from '../harness/checkout.ts'

/** A server that says who it is, and ends as it is asked to. */
const server = `
const [wanted] = process.argv.slice(2)
if (wanted) process.exit(Number(wanted))
process.on('SIGTERM', () => { console.log('asked to end'); process.exit(0) })
process.on('SIGINT', () => { console.log('interrupted'); process.exit(0) })
setInterval(() => {}, 60_000)
console.log('node ' + process.version + ' pid ' + process.pid)
const shown: string = 'types are stripped'
console.log(shown)
`

const checkout = aCheckout({ 'server/main.ts': server, 'web/main.tsx': '', 'shared/problems.ts': '' })
afterAll(checkout.end)
beforeAll(async () => {
  // The build is of no interest here: an empty one that counts as fresh.
  const module = join(checkout.folder, 'scripts/boot/web-build.mjs')
  const script = `
    const { sourceStamp, stampName, webFolder } = await import(${JSON.stringify(module)})
    const { mkdirSync, writeFileSync } = await import('node:fs')
    mkdirSync(webFolder, { recursive: true })
    writeFileSync(webFolder + '/' + stampName, sourceStamp())`
  const made = startProgram(process.execPath, ['--input-type=module', '-e', script], at())
  expect(await made.ended, made.said()).toBe(0)
})

function at(more: Record<string, string> = {}) {
  return { cwd: checkout.folder, env: plainEnvironment(more) }
}

/** As a second `npm start`: npm puts node_modules/.bin first, and the script finds the packaged Node.js there. */
const starts = [
  { how: 'npm start', file: 'npm', args: ['start'] },
  { how: 'node scripts/boot.mjs start', file: 'node', args: ['scripts/boot.mjs', 'start'] },
]

test.each(starts)('$how runs TypeScript on the packaged Node.js', async ({ file, args }) => {
  const { child, says, ended } = startProgram(file, args, at())
  await says(/node v26\..* pid \d+\n/)
  await says(/types are stripped/)
  child.kill('SIGTERM')
  await ended
})

test.each(starts)('$how ends the server when it gets SIGTERM', async ({ file, args }) => {
  const { child, says } = startProgram(file, args, at())
  const [, pid] = await says(/pid (\d+)/)
  child.kill('SIGTERM')
  await says(/asked to end/)
  await expect.poll(() => isAlive(Number(pid))).toBe(false)
})

test('kill -9 of npm ends the server in order', async () => {
  const { child, says } = startProgram('npm', ['start'], at())
  const [, pid] = await says(/pid (\d+)/)
  child.kill('SIGKILL')
  await says(/asked to end/)
  await expect.poll(() => isAlive(Number(pid))).toBe(false)
})

test.each(starts)('Ctrl-C, which the whole group gets, ends $how', async ({ file, args }) => {
  const { child, says, ended } = startProgram(file, args, at())
  const [, pid] = await says(/pid (\d+)/)
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await says(/interrupted/)
  await ended
  expect(isAlive(Number(pid))).toBe(false)
})

test.each([
  { how: 'npm', file: 'npm', args: ['start', '--', '7'] },
  { how: 'the script', file: 'node', args: ['scripts/boot.mjs', 'start', '7'] },
])('the exit status of the server is that of $how', async ({ file, args }) => {
  expect(await startProgram(file, args, at()).ended).toBe(7)
})

test('an unknown command is wrong use', async () => {
  const { ended, said } = startProgram('node', ['scripts/boot.mjs', 'fly'], at())
  expect(await ended).toBe(2)
  expect(said()).toBe('There is no command fly: use start, test, cli, bench, soak, build, exec.\n')
})

test('a tool runs with its own arguments', async () => {
  const { ended, said } = startProgram('node', ['scripts/boot.mjs', 'exec', 'tsc', '--version'], at())
  expect(await ended).toBe(0)
  expect(said()).toMatch(/^Version 7\./)
})

test('the script that starts all is plain JavaScript of built-ins', async () => {
  const check = startProgram('node', ['--check', join(root, 'scripts/boot.mjs')], at())
  expect(await check.ended, check.said()).toBe(0)
})
