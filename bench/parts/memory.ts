import { setTimeout as sleep } from 'node:timers/promises'
import { agentHeaders, openAgents, realtimeUrl } from '../agents.ts'
import type { Figure } from '../figures.ts'
import type { Plan } from '../plan.ts'
import { commandOf, familyOf, proportionalMiB } from '../processes.ts'
import { openBenchAccount, type Samtale, startSamtale } from '../samtale.ts'
import { benchMail, sendAll } from '../smtp-sender.ts'

/** What everything that `npm start` runs takes, npm and PostgreSQL included: idle, and after a long day of mail. */
export async function measureMemory(plan: Plan): Promise<Figure[]> {
  const mails = plan.isQuick ? 1000 : 20_000
  const samtale = await startSamtale({ byNpm: true })
  try {
    const account = await openBenchAccount(samtale)
    await settle(plan)
    const idle = proportionalMiB(familyOf(samtale.pid))
    plan.onProgress(breakdown(samtale))
    const [cookie = ''] = account.cookies
    const agents = await openAgents(realtimeUrl(samtale.address), [agentHeaders(samtale.address, cookie)], {
      hello: '{"after":null}',
      thing: '{"type":"item"',
    })
    const all = agents.received(mails)
    const outgoing = Array.from({ length: mails }, (_, number) =>
      benchMail(`day-${number}-`, number, account.mailAddress),
    )
    await sendAll(samtale.smtpPort, outgoing, 4, true)
    await all
    agents.close()
    await settle(plan)
    const after = proportionalMiB(familyOf(samtale.pid))
    plan.onProgress(breakdown(samtale))
    return [
      {
        what: 'memory of all that npm start runs, idle (PSS)',
        value: idle,
        unit: 'MiB',
        goal: '≤ 250 MiB',
        limit: 250,
        better: 'less',
      },
      {
        what: `the same after ${mails.toLocaleString('en')} mails`,
        value: after,
        unit: 'MiB',
        floor: idle,
        goal: '≤ 1.6 × idle',
        limit: 1.6 * idle,
        better: 'less',
      },
    ]
  } finally {
    await samtale.remove()
  }
}

/** Until what was lately used is given back: the parser's thread ends after a minute without mail. */
const settle = (plan: Plan) => sleep(plan.isQuick ? 3000 : 75_000)

function breakdown({ pid }: Samtale): string {
  const rows = familyOf(pid).map((one) => ({ mib: proportionalMiB([one]), command: commandOf(one).slice(0, 60) }))
  return rows
    .toSorted((a, b) => b.mib - a.mib)
    .slice(0, 8)
    .map(({ mib, command }) => `  ${mib.toFixed(0)} MiB ${command}`)
    .join('\n')
}
