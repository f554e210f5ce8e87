import { createSmtpRelay } from './mail/smtp-relay.ts'
import type { Settings } from './platform/settings.ts'

/** Hands a mail to our own SMTP port, as any stranger's server would. `port` null: another process listens there. */
export async function sendTestMail(
  settings: Settings,
  port: number | null,
  { from, to, raw }: { from: string; to: string; raw: Buffer },
): Promise<void> {
  const anywhere = new Set(['0.0.0.0', '::'])
  const host = anywhere.has(settings.smtpHost) ? '127.0.0.1' : settings.smtpHost
  const relay = createSmtpRelay({
    url: `smtp://${host.includes(':') ? `[${host}]` : host}:${port ?? settings.smtpPort}?verify=no`,
    maxConnections: 1,
  })
  try {
    const result = await relay.send({ envelopeFrom: from, recipient: to, raw })
    if (result.kind !== 'sent') throw new Error(`our own mail server answered: ${result.response}`)
  } finally {
    await relay.close()
  }
}
