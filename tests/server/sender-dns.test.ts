import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { startDnsServer, type ZoneName } from '../harness/dns-server.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
const dns = await startDnsServer()
afterAll(() => Promise.all([relay.close(), dns.close()]))
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url, DNS_SERVERS: dns.address } })
const { db } = samtale.database
const { account, admin } = samtale
const [channel] = (await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })).body.results

let number = 0
const aDomain = () => `solvik${++number}.example`

/** An address of this domain that is proven, and what its DNS comes to. */
async function proven(domain: string) {
  await sql`delete from throttle`.execute(db)
  const address = `post@${domain}`
  const asked = await admin.post(`/api/channels/${channel.id}/from-address`, { address }, { expects: 200 })
  await sql`update from_address set proven_at = now(), token_hash = null where address = ${address}`.execute(db)
  const { id } = asked.body.fromAddresses.find((one: { address: string }) => one.address === address)
  const look = async () =>
    (await admin.get(`/api/channels/${channel.id}/from-addresses/${id}/dns`, { expects: 200 })).body
  return { address, look }
}

const record = await (await proven(aDomain())).look().then((answer) => answer.record)

type Case = { because: string; zone: (domain: string) => Record<string, ZoneName>; state: string; of?: string }
const dmarc = (policy: string) => ({ TXT: [`v=DMARC1; ${policy}`] })
const key = { TXT: [record.value] }

test.each<Case>([
  { because: 'nothing is published', zone: () => ({}), state: 'unsigned' },
  { because: 'the policy asks for nothing', zone: (of) => ({ [`_dmarc.${of}`]: dmarc('p=none') }), state: 'unsigned' },
  { because: 'quarantine', zone: (of) => ({ [`_dmarc.${of}`]: dmarc('p=quarantine; pct=100') }), state: 'spam' },
  { because: 'reject', zone: (of) => ({ [`_dmarc.${of}`]: dmarc('p=reject') }), state: 'refused' },
  {
    because: 'reject, and our key is there',
    zone: (of) => ({ [`_dmarc.${of}`]: dmarc('p=reject'), [`samtale._domainkey.${of}`]: key }),
    state: 'signed',
  },
  {
    because: 'a key under our name that is not ours',
    zone: (of) => ({ [`_dmarc.${of}`]: dmarc('p=reject'), [`samtale._domainkey.${of}`]: { TXT: ['v=DKIM1; p=AAAA'] } }),
    state: 'refused',
  },
  {
    because: 'the organisation’s policy for what lies under it',
    of: 'mail.',
    zone: (of) => ({ [`_dmarc.${of}`]: dmarc('p=none; sp=reject') }),
    state: 'refused',
  },
  {
    because: 'two policies, which are none',
    zone: (of) => ({ [`_dmarc.${of}`]: { TXT: ['v=DMARC1; p=reject', 'v=DMARC1; p=none'] } }),
    state: 'unsigned',
  },
  { because: 'DNS fails', zone: (of) => ({ [`_dmarc.${of}`]: 'servfail' }), state: 'notChecked' },
  { because: 'DNS is silent', zone: (of) => ({ [`_dmarc.${of}`]: 'silent' }), state: 'notChecked' },
])('S18 what DNS says of an own address: $because', async ({ zone, state, of = '' }) => {
  const domain = aDomain()
  Object.assign(dns.zone, zone(domain))
  const { look } = await proven(`${of}${domain}`)
  const answer = await look()
  expect(answer).toEqual({
    state,
    domain: `${of}${domain}`,
    record: { name: `samtale._domainkey.${of}${domain}`, value: record.value },
  })
})

test.each([
  { because: 'with our key in its DNS is signed for it', isPublished: true },
  { because: 'without is signed as ours', isPublished: false },
])('S18 mail from an own address $because', async ({ isPublished }) => {
  const domain = aDomain()
  if (isPublished) dns.zone[`samtale._domainkey.${domain}`] = key
  const { address } = await proven(domain)
  await admin.patch(`/api/channels/${channel.id}`, { fromAddress: address }, { expects: 200 })
  const customer = `ingrid@nordmark${number}.example`
  await samtale.deliver(aMail({ from: customer, to: account.fallbackAddress }), { from: customer })
  await samtale.settled()
  const [thread] = (await admin.get('/api/threads', { expects: 200 })).body.results
  await admin.post(
    `/conversations/v3/conversations/threads/${thread.id}/messages`,
    {
      ...{ type: 'MESSAGE', text: 'It is the sensor.', senderActorId: `A-${account.userId}`, channelId: '1002' },
      channelAccountId: channel.id,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: customer } }],
    },
    { expects: 201 },
  )
  await samtale.settled()
  const { raw } = relay.accepted.find(({ to }) => to.includes(customer)) ?? { raw: '' }
  const signature = /^DKIM-Signature:(?:[^\r\n]|\r\n[ \t])*/im.exec(raw)?.[0] ?? ''
  expect(/\bd=([^;\s]+)/.exec(signature)?.[1]).toBe(isPublished ? domain : samtale.server.settings.mailDomains.paid)
  expect(/\bs=([^;\s]+)/.exec(signature)?.[1]).toBe('samtale')
})
