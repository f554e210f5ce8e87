import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, expect, onTestFinished } from 'vitest'
import { aMail, type MailFields } from '../harness/mails.ts'
import { type ScriptedSmtp, startScriptedSmtp } from '../harness/scripted-smtp.ts'

/** The relay that replies leave by: one for the file when awaited at its top, else one for the test. */
export async function startRelay({ isShared = false } = {}): Promise<ScriptedSmtp> {
  const relay = await startScriptedSmtp()
  const atTheEnd = isShared ? afterAll : onTestFinished
  atTheEnd(() => relay.close())
  return relay
}

/** Waits for the mail to this address whose text holds these words, read by a mail reader that is not ours. */
export async function takenMail(relay: ScriptedSmtp, to: string, words: string): Promise<ParsedMail> {
  let found: ParsedMail | undefined
  await expect
    .poll(async () => {
      const mails = relay.accepted.filter((mail) => mail.to.includes(to))
      const parsed = await Promise.all(mails.map((mail) => simpleParser(Buffer.from(mail.raw, 'latin1'))))
      found = parsed.find((mail) => mail.text?.includes(words))
      return found?.text
    })
    .toContain(words)
  return found as ParsedMail
}

/** The address that an answer to this mail goes to, as a mail program picks it. */
export function replyAddressOf(mail: ParsedMail): string {
  return mail.replyTo?.value[0]?.address ?? mail.from?.value[0]?.address ?? ''
}

/** The answer to this mail as the customer's mail program writes it. */
export function answerTo(mail: ParsedMail, fields: MailFields): string {
  const id = mail.messageId?.replace(/^<|>$/g, '') ?? ''
  return aMail({
    to: replyAddressOf(mail),
    subject: mail.subject ?? '',
    inReplyTo: id,
    references: [mail.references ?? [], `<${id}>`].flat().join(' '),
    ...fields,
  })
}
