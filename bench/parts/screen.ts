import { launchBrowser } from '../../tests/harness/chromium.ts'
import type { Figure } from '../figures.ts'
import { median, percentile } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { openBenchAccount, startSamtale } from '../samtale.ts'
import { benchMail, openSmtpSession } from '../smtp-sender.ts'

/** From the end of a mail's data to its row in an open inbox, painted in Chromium. */
export async function measureScreen(plan: Plan): Promise<Figure[]> {
  const samtale = await startSamtale()
  const browser = await launchBrowser()
  try {
    const account = await openBenchAccount(samtale)
    const context = await browser.newContext({
      baseURL: samtale.address.origin,
      viewport: { width: 1440, height: 900 },
    })
    const [name = '', value = ''] = (account.cookies[0] ?? '').split('=')
    await context.addCookies([{ name, value, url: samtale.address.origin }])
    const page = await context.newPage()
    await page.goto('/inbox')
    const session = await openSmtpSession(samtale.smtpPort)
    const runs: { p50: number; p99: number }[] = []
    for (let run = 0; run <= plan.runs; run++) {
      const times: number[] = []
      for (let number = 0; number < (plan.isQuick ? 10 : 60); number++) {
        const subject = `row-${run}-${number}-`
        const painted = page.evaluate<number>(untilPainted(subject))
        const { sentAt } = await session.send(benchMail(subject, number, account.mailAddress))
        times.push((await painted) - (performance.timeOrigin + sentAt))
      }
      // The first run fills the empty inbox and warms everything up.
      if (run > 0) runs.push({ p50: median(times), p99: percentile(times, 99) })
    }
    await session.quit()
    const of = (key: 'p50' | 'p99') => median(runs.map((one) => one[key]))
    const what = 'end of data → row painted in Chromium'
    return [
      { what: `${what}, p50`, value: of('p50'), unit: 'ms', goal: '≤ 60 ms', limit: 60, better: 'less' },
      { what: `${what}, p99`, value: of('p99'), unit: 'ms', goal: '≤ 200 ms', limit: 200, better: 'less' },
    ]
  } finally {
    await browser.close()
    await samtale.remove()
  }
}

/** Runs in the page: resolves with the time, in ms since 1970, of the frame after the one that shows `subject`. */
const untilPainted = (subject: string) => `new Promise((resolve) => {
  const look = () => {
    if (!document.body.textContent.includes(${JSON.stringify(subject)})) return false
    observer.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())))
    return true
  }
  const observer = new MutationObserver(look)
  if (!look()) observer.observe(document.body, { childList: true, subtree: true, characterData: true })
})`
