import { simpleParser } from 'mailparser'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { answering, mailsTo } from '../durability/answering.ts'
import type { Client } from '../harness/api-client.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation, answer, untilStates } = answering(samtale)
const { admin, account } = samtale
const [channel] = (await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })).body.results
const channelPath = `/api/channels/${channel.id}`
const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#1b6ca8' } })
  .png()
  .toBuffer()

const sign = (html: string, fields: object = {}) =>
  admin.patch(channelPath, { signature: { isOn: true, mode: 'html', html, ...fields } })

async function upload(client: Client, bytes: Uint8Array<ArrayBuffer>, name = 'logo.png') {
  const form = new FormData()
  form.append('file', new Blob([bytes]), name)
  return client.post('/api/signature-images', form)
}

async function mailTo(address: string, count = 1) {
  await expect.poll(() => mailsTo(relay.accepted, address).length, { timeout: 10_000 }).toBe(count)
  const raw = mailsTo(relay.accepted, address).at(-1)?.raw ?? ''
  return { raw, mail: await simpleParser(Buffer.from(raw, 'latin1')) }
}

test('S20 S30 a team signature closes the next mail once, in both parts, with its picture inside the mail', async () => {
  const customer = 'ingrid.signed@nordmark.example'
  const thread = await aConversation(customer, { text: 'The display says E7.' })
  const image = await upload(admin, new Uint8Array(png))
  expect(image.status).toBe(201)
  const html = `<p>{{full_name}}<br><b>Solvik Varme</b></p><img data-cid="signature-${image.body.id}" alt="Solvik" width="40">`
  const saved = await sign(html, { mode: 'simple' })
  expect(saved.body.signature).toEqual({ isOn: true, mode: 'simple', html: expect.stringContaining('{{full_name}}') })
  const details = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  expect(details.body.channelAccount.signature).toContain('<p>Kari Solheim<br')

  const id = await answer(thread, { text: 'It is the sensor.', richText: '<p>It is the <b>sensor</b>.</p>' })
  await untilStates(thread, id, { [customer]: 'sent' })
  const { raw, mail } = await mailTo(customer)
  expect(mail.text).toMatch(
    /It is the sensor\.\n\n-- \nKari Solheim\nSolvik Varme\n+\[Solvik\]\n\nOn .* wrote:\n> The display says E7\./,
  )
  expect(raw).toContain('Content-Type: multipart/related')
  const [picture] = mail.attachments
  expect(picture).toMatchObject({ cid: `signature-${image.body.id}@samtale`, contentType: 'image/png', related: true })
  expect(picture?.content.equals(png)).toBe(true)
  const source = String(raw).replace(/=\r\n/g, '').replaceAll('=3D', '=')
  expect(source.match(/class="gmail_signature"/g)).toHaveLength(1)
  expect(source).toContain(`src="cid:signature-${image.body.id}@samtale"`)
  expect(source.indexOf('gmail_signature')).toBeLessThan(source.indexOf('gmail_quote'))

  const timeline = await admin.get(`/api/threads/${thread.id}/timeline`, { expects: 200 })
  const item = timeline.body.results.find((one: { id: string }) => one.id === id)
  expect(item).toMatchObject({ text: 'It is the sensor.', attachments: [] })
  expect(item.signature).toContain(`data-cid="signature-${image.body.id}"`)
  const shown = await admin.request('GET', `/api/signature-images/${image.body.id}`)
  expect(shown.status).toBe(200)
})

test('S20 the signature is never in a comment, and off it is nowhere', async () => {
  const customer = 'per.unsigned@nordmark.example'
  const thread = await aConversation(customer)
  await sign('<p>Team of {{first_name}}</p>')
  const path = `/conversations/v3/conversations/threads/${thread.id}/messages`
  const comment = await admin.post(path, { type: 'COMMENT', text: 'Ask Amina.' }, { expects: 201 })
  await admin.patch(channelPath, { signature: { isOn: false, mode: 'html', html: '<p>Team</p>' } }, { expects: 200 })
  const id = await answer(thread, { text: 'Thank you.' })
  await untilStates(thread, id, { [customer]: 'sent' })
  const { mail } = await mailTo(customer)
  expect(mail.text).not.toContain('-- ')
  const { body } = await admin.get(`/api/threads/${thread.id}/timeline`, { expects: 200 })
  const signatures = body.results
    .filter((one: { id: string }) => [id, comment.body.id].includes(one.id))
    .map((one: { signature: unknown }) => one.signature)
  expect(signatures).toEqual([null, null])
})

test('S30 what waits to be undone leaves as it was shown; undone, its words come back without the signature', async () => {
  const jonas = await samtale.addUser({ name: 'Jonas <b>Berg</b>' })
  const agent = await samtale.signIn(jonas.email)
  await agent.patch('/api/profile', { undoSeconds: 30 }, { expects: 200 })
  const customer = 'elif.waits@nordmark.example'
  const thread = await aConversation(customer)
  await sign('<p>{{full_name}}, first</p>')
  const id = await answer(thread, { as: agent, userId: jonas.userId, richText: '<p>It is the sensor.</p>' })
  await sign('<p>second</p>')
  const raw = await agent.request('GET', `/api/messages/${id}/raw`)
  expect(String(raw.body)).toContain('--=20\r\nJonas <b>Berg</b>, first')
  expect(String(raw.body).replace(/=\r\n/g, '')).toContain('Jonas &lt;b&gt;Berg&lt;/b&gt;, first')
  const { body } = await agent.post(`/api/messages/${id}/undo`, undefined, { expects: 200 })
  expect(body.content).toMatchObject({ text: 'It is the sensor.', html: '<p>It is the sensor.</p>' })
})

test.each([
  { because: 'a token that nobody knows', html: '<p>{{phone}}</p>', says: '{{phone}}' },
  {
    because: 'a picture that was never uploaded',
    html: '<img data-cid="signature-0198f0c2-51b6-7c1e-9d0a-2b7f3f0f6a11">',
    says: 'uploaded',
  },
  { because: 'a picture of another mail', html: '<img src="cid:logo">', says: 'uploaded' },
  {
    because: 'a picture in place of its address',
    html: '<img src="data:image/png;base64,iVBORw0KGgo=">',
    says: 'uploaded',
  },
])('S20 a signature takes no $because', async ({ html, says }) => {
  const answer = await sign(html)
  expect(answer.status).toBe(400)
  expect(answer.body.errors[0].in).toBe('signature')
  expect(answer.body.message).toContain(says)
})

test('abuse-01 the HTML of a signature is what mail programs show', async () => {
  const { body } = await sign('<script>x()</script><p onclick="x()" style="position:fixed;color:red">{{full_name}}</p>')
  expect(body.signature.html).toBe('<p style="color:red">{{full_name}}</p>')
})

test('abuse-35 a picture of another account is none here', async () => {
  const other = await samtale.openAccount('Nordmark Eiendom')
  const stranger = await samtale.signIn(other.email)
  const image = await upload(stranger, new Uint8Array(png))
  expect((await sign(`<img data-cid="signature-${image.body.id}">`)).status).toBe(400)
  expect((await admin.request('GET', `/api/signature-images/${image.body.id}`)).status).toBe(404)
  const large = await upload(admin, new Uint8Array(1_000_001))
  expect(large.body.code).toBe('tooLarge')
})
