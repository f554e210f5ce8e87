import { cpus, loadavg, totalmem } from 'node:os'
import { sql } from 'kysely'
import { type Figure, isMet, tableOf } from './figures.ts'
import { measureAccess } from './parts/access.ts'
import { measureLists } from './parts/lists.ts'
import { measureMail } from './parts/mail.ts'
import { measureMemory } from './parts/memory.ts'
import { measureReply } from './parts/reply.ts'
import { measureScreen } from './parts/screen.ts'
import { measureSize } from './parts/size.ts'
import { measureSockets } from './parts/sockets.ts'
import { measureStart } from './parts/start.ts'
import type { Plan } from './plan.ts'
import { startSamtale } from './samtale.ts'

const parts: Record<string, (plan: Plan) => Promise<Figure[]>> = {
  mail: measureMail,
  screen: measureScreen,
  lists: measureLists,
  access: measureAccess,
  sockets: measureSockets,
  reply: measureReply,
  start: measureStart,
  size: measureSize,
  memory: measureMemory,
}

/** `npm run bench -- [part …] [--quick] [--runs N] [--json]`: measures Samtale beside floors of the same run. */
async function main(args: readonly string[]): Promise<void> {
  const asJson = args.includes('--json')
  const isQuick = args.includes('--quick')
  const runs = Number(/--runs[ =](\d+)/.exec(args.join(' '))?.[1] ?? (isQuick ? 1 : 3))
  const chosen = args.filter((arg) => Object.hasOwn(parts, arg))
  const unknown = args.find((arg) => !/^(--(json|quick|runs(=\d+)?)|\d+)$/.test(arg) && !chosen.includes(arg))
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: ${Object.keys(parts).join(', ')}.`)
  const say = (sentence: string) => console.error(sentence)
  const environment = await describeEnvironment()
  say(
    Object.entries(environment)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  )
  const figures: Figure[] = []
  for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) {
    say(`\n${name} (load ${loadavg()[0]?.toFixed(2)}) …`)
    const measured = (await parts[name]?.({ runs, isQuick, onProgress: say })) ?? []
    figures.push(...measured)
    say(tableOf(measured))
  }
  const answer = { environment, runs, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) }
  if (asJson) console.log(JSON.stringify(answer, null, 2))
  else
    console.log(
      `\n${tableOf(figures)}\nload at the end: ${loadavg()
        .map((one) => one.toFixed(2))
        .join(' ')}`,
    )
}

async function describeEnvironment() {
  const samtale = await startSamtale()
  try {
    const { rows } = await sql<Record<string, string>>`
      select current_setting('server_version') as postgres, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as synchronous_commit, current_setting('full_page_writes') as full_page_writes,
        current_setting('shared_buffers') as shared_buffers`.execute(samtale.database.db)
    return {
      node: process.version,
      ...rows[0],
      machine: `${cpus().length} × ${cpus()[0]?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
      load: loadavg()
        .map((one) => one.toFixed(2))
        .join(' '),
      date: new Date().toISOString().slice(0, 10),
    }
  } finally {
    await samtale.remove()
  }
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
