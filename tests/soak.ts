import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const resultFile = join(root, 'docs/soak.md')

const forms: Record<string, string> = {
  kills: 'durability/kills',
  'reply-kills': 'durability/reply-kills',
  disconnects: 'durability/disconnects',
  processes: 'durability/processes',
  'channel-switch': 'durability/channel-switch',
  fuzz: 'mail/fuzz',
  'mail-xss': 'abuse/mail-xss',
  'hostile-mail': 'journeys/hostile-mail',
}

type Seen = { test: string; seen: Record<string, number | string> }

/**
 * `npm run soak`: the long forms of tests/durability, of the fuzz of mail and of hostile mail with a seed of its own each time,
 * one file after the other; writes what was seen to docs/soak.md. `npm run soak -- SEED` repeats a run, `npm run soak -- SEED
 * kills` one part of it.
 */
function soak(seed: number, filters: string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'samtale-soak-'))
  const report = join(folder, 'seen.jsonl')
  writeFileSync(report, '')
  const begun = performance.now()
  try {
    process.stdout.write(`Seed ${seed}. It takes an hour and some minutes.\n`)
    const files = (filters.length > 0 ? filters : Object.keys(forms)).map((name) => `tests/${forms[name] ?? name}`)
    const { status } = spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', '--no-file-parallelism', ...files], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, SAMTALE_SOAK: '1', SAMTALE_SOAK_SEED: String(seed), SAMTALE_SOAK_REPORT: report },
    })
    const seen = readFileSync(report, 'utf8').split('\n').filter(Boolean).map(readSeen)
    const minutes = (performance.now() - begun) / 60_000
    if (filters.length === 0) writeFileSync(resultFile, resultOf({ seed, seen, minutes, isPassed: status === 0 }))
    return status ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readSeen(line: string): Seen {
  return JSON.parse(line) as Seen
}

type Result = { seed: number; seen: Seen[]; minutes: number; isPassed: boolean }

function resultOf({ seed, seen, minutes, isPassed }: Result): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB`
  const parts = seen.map(({ test, seen: facts }) =>
    [`## ${test}`, '', ...Object.entries(facts).map(([what, value]) => `- ${what}: ${value}`), ''].join('\n'),
  )
  return `# Soak

What \`npm run soak\` saw last. It runs the long forms of \`tests/durability\`,
the fuzz of mail and hostile mail: everything in it is a real process, a real
PostgreSQL with fsync on, real SMTP and real sockets, and each kill is \`SIGKILL\` at a moment that the seed decides.
\`npm run soak -- ${seed}\` repeats this one.

${isPassed ? 'Passed' : '**Failed**'} on ${new Date().toISOString().slice(0, 10)} in ${minutes.toFixed(1)} minutes, Node ${process.versions.node}, ${process.platform}-${process.arch}, ${machine}.

${parts.join('\n')}`
}

const [seed = String(Date.now() % 1_000_000_000), ...filters] = process.argv.slice(2)
if (/^\d{1,9}$/.test(seed)) process.exitCode = soak(Number(seed), filters)
else {
  process.stderr.write(`The seed is a whole number of at most nine digits, not ${JSON.stringify(seed.slice(0, 40))}.\n`)
  process.exitCode = 2
}
