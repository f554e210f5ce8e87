import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './boot/terminal.mjs'

/** What one check found. A check other than the tests counts as one. */
type Outcome = { passed: number; failed: number }

type Check = { title: string; run: () => Outcome }

/**
 * Runs every check that CI runs, to the end even where one fails, and closes with `N passed, N failed`.
 * `npm test -- server/mail` runs the tests whose path contains that, and nothing else.
 */
function runChecks(filters: string[]): void {
  const checks: Check[] = [
    command('Build', process.execPath, 'scripts/build.ts'),
    ...(filters.length > 0 ? [] : staticChecks()),
    { title: 'Tests', run: () => runTests(filters) },
  ]
  const outcomes = checks.map(timed)
  const passed = sum(outcomes.map((outcome) => outcome.passed))
  const failed = sum(outcomes.map((outcome) => outcome.failed))
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

function staticChecks(): Check[] {
  return [
    command('Format and lint', tool('biome'), 'ci', '--max-diagnostics=200', '.'),
    command('Types of the server', tool('tsc'), '-p', 'tsconfig.server.json'),
    command('Types of the browser', tool('tsc'), '-p', 'tsconfig.web.json'),
    command('Unused code', tool('knip')),
  ]
}

function timed({ title, run }: Check): Outcome {
  console.log(`\n── ${title}`)
  const begun = performance.now()
  const outcome = run()
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  console.log(`   ${outcome.failed > 0 ? 'FAILED' : 'passed'} in ${seconds} s`)
  return outcome
}

/** A check whose exit status is its result. Its output is shown where it fails. */
function command(title: string, file: string, ...args: string[]): Check {
  return {
    title,
    run() {
      const result = spawnSync(file, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
      if (result.status === 0) return { passed: 1, failed: 0 }
      console.log(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim())
      return { passed: 0, failed: 1 }
    },
  }
}

function runTests(filters: string[]): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'samtale-report-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const result = spawnSync(tool('vitest'), ['run', ...reporters, ...filters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    return count(result, report)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Without a report, and where something failed outside a test (a file that does not load), that is one failure more. */
function count(result: SpawnSyncReturns<Buffer>, report: string): Outcome {
  let counted: { numPassedTests: number; numFailedTests: number }
  try {
    counted = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    console.log(`The tests ended without a report (${result.error?.message ?? result.signal ?? result.status}).`)
    return { passed: 0, failed: 1 }
  }
  const isFailedOutside = result.status !== 0 && counted.numFailedTests === 0
  return { passed: counted.numPassedTests, failed: counted.numFailedTests + (isFailedOutside ? 1 : 0) }
}

function tool(name: string): string {
  return join(root, 'node_modules/.bin', name)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

runChecks(process.argv.slice(2))
