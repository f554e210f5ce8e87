import { expect } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { aMail, type MailFields } from '../harness/mails.ts'
import type { Samtale } from '../harness/samtale.ts'
import type { ScriptedSmtp, SmtpScript, TakenMail } from '../harness/scripted-smtp.ts'

export type Delivery = {
  recipientId: string
  kind: 'to' | 'cc' | 'bcc'
  address: string
  state: string
  reply: string | null
  attempts: number
  nextAttemptAt: string | null
}

export type Conversation = { id: string; customer: string; channelAccountId: string }

type Recipients = { to?: string[]; cc?: string[]; bcc?: string[] }

export type Answer = Recipients & {
  text?: string
  richText?: string
  subject?: string
  /** names beside the addresses */
  name?: string
  fileIds?: string[]
  as?: Client
  userId?: string
}

/** What a test of outgoing mail does again and again: a conversation, an answer in it, and how its deliveries stand. */
export function answering(samtale: Samtale) {
  const deliveriesOf = async (threadId: string, messageId: string): Promise<Delivery[]> => {
    const { body } = await samtale.admin.get(`/api/threads/${threadId}/timeline`, { expects: 200 })
    return body.results.find((item: { id: string }) => item.id === messageId)?.deliveries ?? []
  }
  return {
    deliveriesOf,

    /** A mail of a new customer, and the conversation that it opened. */
    async aConversation(customer: string, mail: MailFields = {}): Promise<Conversation> {
      await samtale.deliver(aMail({ from: `Ingrid Haugen <${customer}>`, ...mail }), { from: customer })
      await samtale.settled()
      const { body } = await samtale.admin.get('/api/threads', { expects: 200 })
      const row = body.results.find((one: { contact: { address: string } }) => one.contact.address === customer)
      const details = await samtale.admin.get(`/api/threads/${row.id}`, { expects: 200 })
      return { id: row.id, customer, channelAccountId: details.body.channelAccount.id }
    },

    /** Posts a reply, to the customer unless it says otherwise; answers its id. */
    async answer(thread: Conversation, answer: Answer = {}): Promise<string> {
      const { to = [thread.customer], cc = [], bcc = [] } = answer
      const recipients = Object.entries({ TO: to, CC: cc, BCC: bcc }).flatMap(([recipientField, addresses]) =>
        addresses.map((value) => ({
          recipientField,
          ...(answer.name === undefined ? {} : { name: answer.name }),
          deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value },
        })),
      )
      const { body } = await (answer.as ?? samtale.admin).post(
        `/conversations/v3/conversations/threads/${thread.id}/messages`,
        {
          type: 'MESSAGE',
          text: answer.text ?? 'It is the sensor.',
          ...(answer.richText === undefined ? {} : { richText: answer.richText }),
          ...(answer.subject === undefined ? {} : { subject: answer.subject }),
          senderActorId: `A-${answer.userId ?? samtale.account.userId}`,
          channelId: '1002',
          channelAccountId: thread.channelAccountId,
          recipients,
          attachments: (answer.fileIds ?? []).map((fileId) => ({ fileId })),
        },
        { expects: 201 },
      )
      return body.id
    },

    /** Waits until the deliveries of a message are in these states, by address; answers them. */
    async untilStates(thread: Conversation, messageId: string, states: Record<string, string>): Promise<Delivery[]> {
      const now = async () =>
        Object.fromEntries((await deliveriesOf(thread.id, messageId)).map(({ address, state }) => [address, state]))
      await expect.poll(now, { timeout: 10_000 }).toEqual(states)
      return deliveriesOf(thread.id, messageId)
    },

    async statusOf(thread: Conversation): Promise<string> {
      return (await samtale.admin.get(`/api/threads/${thread.id}`, { expects: 200 })).body.thread.status
    },

    async close(thread: Conversation): Promise<void> {
      const path = `/conversations/v3/conversations/threads/${thread.id}`
      await samtale.admin.patch(path, { status: 'CLOSED' }, { expects: 200 })
    },
  }
}

/** A relay's script by recipient; whom it does not name is taken. */
export function scriptFor(relay: ScriptedSmtp, scripts: Record<string, SmtpScript>): void {
  relay.script((to) => scripts[to] ?? {})
}

export const mailsTo = (mails: readonly TakenMail[], address: string): TakenMail[] =>
  mails.filter(({ to }) => to.includes(address))
