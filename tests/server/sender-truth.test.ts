import { afterAll, expect, test } from 'vitest'
import { startDnsServer } from '../harness/dns-server.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { sealedBy, signedBy, signingZone } from '../harness/signed-mail.ts'

const dns = await startDnsServer({
  'nordmark.example': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
  '_dmarc.nordmark.example': { TXT: ['v=DMARC1; p=reject'] },
  ...signingZone('nordmark.example'),
  'haugen.example': { TXT: ['v=spf1 ip4:127.0.0.1 -all'] },
  '_dmarc.haugen.example': { TXT: ['v=DMARC1; p=quarantine'] },
  'relaxed.example': { TXT: ['v=spf1 -all'] },
  '_dmarc.relaxed.example': { TXT: ['v=DMARC1; p=none'] },
  'old.example': { TXT: ['v=spf1 include:spf.host.example -all'] },
  'spf.host.example': { TXT: ['v=spf1 ip4:127.0.0.0/8 -all'] },
  'signs.example': {},
  ...signingZone('signs.example'),
  'many.example': {
    TXT: [`v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:i${n}.many.example`).join(' ')} -all`],
  },
  '_dmarc.broken.example': 'servfail',
  '_dmarc.silent.example': 'silent',
  'slow.example': 'silent',
  ...signingZone('google.com'),
  ...signingZone('unknown-host.example'),
  ...signingZone('elsewhere.example'),
})
afterAll(() => dns.close())
const samtale = await startSharedSamtale({ env: { DNS_SERVERS: dns.address } })

type Sender = { state: string; by: string | null; dmarc: string; spf: string; dkim: string; signs: string[] }

/** What the newest message of the newest conversation says of its sender, once that is found out. */
async function senderOf(account: { email: string }): Promise<Sender> {
  const admin = await samtale.signIn(account.email)
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const timeline = await admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
  return timeline.body.results[0].sender
}

async function deliver(mail: string, from: string) {
  const account = await samtale.openAccount('Solvik Varme')
  await samtale.deliver(mail, { from, to: account.fallbackAddress })
  return senderOf(account)
}

const from = (domain: string) => `Ingrid Haugen <ingrid@${domain}>`
const envelope = (domain: string) => `ingrid@${domain}`

test.each([
  {
    because: 'a signature of the domain, although it came by another server',
    mail: () => signedBy('nordmark.example', aMail({ from: from('nordmark.example') })),
    envelope: envelope('nordmark.example'),
    is: { state: 'verified', by: 'dmarc', dkim: 'pass', spf: 'fail', dmarc: 'pass' },
  },
  {
    because: 'a server of the domain',
    mail: () => aMail({ from: from('haugen.example') }),
    envelope: envelope('haugen.example'),
    is: { state: 'verified', by: 'dmarc', dkim: 'none', spf: 'pass' },
  },
  {
    because: 'abuse-21 neither, and the domain refuses what is not proven',
    mail: () => aMail({ from: from('nordmark.example') }),
    is: { state: 'failed', dmarc: 'fail', policy: 'reject' },
  },
  {
    because: 'abuse-21 the same under a subdomain that does not exist',
    mail: () => aMail({ from: from('post.nordmark.example') }),
    is: { state: 'failed', dmarc: 'fail' },
  },
  {
    because: 'abuse-21 a server of another domain proves nothing',
    mail: () => aMail({ from: from('nordmark.example') }),
    envelope: envelope('haugen.example'),
    is: { state: 'failed', spf: 'pass', dmarc: 'fail' },
  },
  {
    because: 'abuse-21 nor does a signature of another domain',
    mail: () => signedBy('elsewhere.example', aMail({ from: from('nordmark.example') })),
    is: { state: 'failed', dkim: 'none' },
  },
  {
    because: 'a changed body breaks the signature',
    mail: async () =>
      (await signedBy('nordmark.example', aMail({ from: from('nordmark.example') }))).replace('E7', 'F8'),
    is: { state: 'failed' },
  },
  {
    because: 'abuse-21 a second From hides nothing',
    mail: () =>
      aMail({ from: from('haugen.example'), headers: ['From: The managing director <ceo@nordmark.example>'] }),
    envelope: envelope('haugen.example'),
    is: { state: 'failed', domain: 'nordmark.example' },
  },
  {
    because: 'abuse-07 what a mail says of its own checks means nothing',
    mail: () =>
      aMail({
        from: from('nordmark.example'),
        headers: [
          'Authentication-Results: samtale; dmarc=pass header.from=nordmark.example',
          'X-Samtale-Sender: verified',
          'X-Samtale-Thread: 1',
          'Received-SPF: pass',
        ],
      }),
    is: { state: 'failed' },
  },
  {
    because: 'the domain publishes a policy that asks for nothing',
    mail: () => aMail({ from: from('relaxed.example') }),
    envelope: envelope('relaxed.example'),
    is: { state: 'unproven', dmarc: 'fail', policy: 'none' },
  },
  {
    because: 'without a policy SPF of the domain itself is proof enough',
    mail: () => aMail({ from: from('old.example') }),
    envelope: envelope('old.example'),
    is: { state: 'verified', by: 'spf', dmarc: 'none' },
  },
  {
    because: 'and so is its signature',
    mail: () => signedBy('signs.example', aMail({ from: from('signs.example') })),
    is: { state: 'verified', by: 'dkim', dmarc: 'none' },
  },
  {
    because: 'nothing is published at all',
    mail: () => aMail({ from: from('plain.example') }),
    envelope: envelope('plain.example'),
    is: { state: 'unproven', spf: 'none', dkim: 'none', dmarc: 'none', signs: ['firstTime'] },
  },
  {
    because: 'too many lookups are an error of the domain’s',
    mail: () => aMail({ from: from('many.example') }),
    envelope: envelope('many.example'),
    is: { state: 'unproven', spf: 'permerror' },
  },
  {
    because: 'DNS of the domain is broken',
    mail: () => aMail({ from: from('broken.example') }),
    is: { state: 'notChecked', because: 'noDns' },
  },
  {
    because: 'DNS of the domain does not answer',
    mail: () => aMail({ from: from('silent.example') }),
    is: { state: 'notChecked', because: 'noDns' },
  },
  {
    because: 'DNS of another domain that the writer names has no say',
    mail: () => signedBy('slow.example', aMail({ from: from('nordmark.example') })),
    envelope: envelope('slow.example'),
    is: { state: 'failed', spf: 'temperror' },
  },
  {
    because: 'auto-forwarded by a host that is trusted and has seen the proof',
    mail: () =>
      sealedBy('google.com', 'dmarc=pass header.from=nordmark.example', aMail({ from: from('nordmark.example') })),
    is: { state: 'verified', by: 'arc', arc: 'pass' },
  },
  {
    because: 'that host has seen the proof of another domain',
    mail: () =>
      sealedBy('google.com', 'dmarc=pass header.from=haugen.example', aMail({ from: from('nordmark.example') })),
    is: { state: 'failed', arc: 'pass' },
  },
  {
    because: 'that host has seen none',
    mail: () =>
      sealedBy('google.com', 'dmarc=fail header.from=nordmark.example', aMail({ from: from('nordmark.example') })),
    is: { state: 'failed', arc: 'pass' },
  },
  {
    because: 'anybody can seal',
    mail: () =>
      sealedBy(
        'unknown-host.example',
        'dmarc=pass header.from=nordmark.example',
        aMail({ from: from('nordmark.example') }),
      ),
    is: { state: 'failed' },
  },
  {
    because: 'the sealed mail was changed',
    mail: async () =>
      (
        await sealedBy(
          'google.com',
          'dmarc=pass header.from=nordmark.example',
          aMail({ from: from('nordmark.example') }),
        )
      ).replace('E7', 'F8'),
    is: { state: 'failed', arc: 'fail' },
  },
])('S13 $because', async ({ mail, envelope: by = 'list@elsewhere.example', is }) => {
  expect(await deliver(await mail(), by)).toMatchObject(is)
})

const plain = 'plain.example'

test.each([
  {
    because: 'a domain that looks like that of a known contact',
    mail: { from: 'Ingrid Haugen <ingrid@p1ain.example>' },
    signs: ['lookAlike', 'firstTime'],
    tells: { likeDomain: plain },
  },
  {
    because: 'a domain that looks like that of one of us',
    mail: { from: 'Kari Solheim <kari@so1vik.example>' },
    signs: ['lookAlike', 'firstTime'],
    tells: { likeDomain: 'solvik.example' },
  },
  {
    because: 'it does so each time, and is never learnt',
    mail: { from: 'Ingrid Haugen <ingrid@plain-faktura.example>' },
    times: 2,
    signs: ['lookAlike'],
    tells: { likeDomain: plain },
  },
  {
    because: 'answers go to another organisation',
    mail: { from: `Ingrid Haugen <ingrid@${plain}>`, headers: ['Reply-To: ingrid.haugen@elsewhere.example'] },
    signs: ['replyToMismatch'],
    tells: { answersTo: 'ingrid.haugen@elsewhere.example' },
  },
  {
    because: 'answers to another address of the same organisation are no matter',
    mail: { from: `Ingrid Haugen <ingrid@${plain}>`, headers: [`Reply-To: office@mail.${plain}`] },
    signs: [],
  },
  {
    because: 'the name shows another address',
    mail: { from: `"ceo@nordmark.example" <ingrid@${plain}>` },
    signs: ['displayNameIsAddress'],
    tells: { namedAddress: 'ceo@nordmark.example' },
  },
  {
    because: 'the name shows the address itself',
    mail: { from: `"ingrid@${plain}" <ingrid@${plain}>` },
    signs: [],
  },
  {
    because: 'another person of a known domain is new',
    mail: { from: `Ola Nordmann <ola@${plain}>` },
    signs: ['firstTime'],
  },
  {
    because: 'mail hosts of everybody are near too many others',
    mail: { from: 'Ola Nordmann <ola@gmail.com>' },
    signs: ['firstTime'],
  },
])('W10 signs: $because', async ({ mail, times = 1, signs, tells = {} }) => {
  const account = await samtale.openAccount('Solvik Varme')
  const send = (fields: object) =>
    samtale.deliver(aMail(fields), { from: 'ingrid@elsewhere.example', to: account.fallbackAddress })
  await send({ from: `Ingrid Haugen <ingrid@${plain}>` })
  for (let sent = 0; sent < times; sent++) {
    await samtale.settled()
    await send(mail)
  }
  expect(await senderOf(account)).toMatchObject({ signs, ...tells })
})

test('an example of ours has no sender to be checked', async () => {
  const account = await samtale.openAccount('Solvik Varme')
  const admin = await samtale.signIn(account.email)
  await admin.post('/api/onboarding/examples', undefined, { expects: 201 })
  await samtale.settled()
  const { body } = await admin.get('/api/threads')
  expect(body.results.length).toBeGreaterThan(0)
  for (const { id } of body.results) {
    const timeline = await admin.get(`/api/threads/${id}/timeline`)
    expect(timeline.body.results.map((one: { sender: unknown }) => one.sender)).toEqual([null])
  }
})
