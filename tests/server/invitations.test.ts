import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()

const mail = [
  'From: Kari Solheim <kari@solvik.example>',
  `To: ${samtale.account.fallbackAddress}`,
  'Subject: Inspection',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: image/png; name=map.png',
  '',
  'P',
  '--m',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain',
  '',
  'See you.',
  '--a',
  'Content-Type: text/calendar; method=REQUEST; charset=utf-8',
  '',
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1@solvik.example',
  'SUMMARY:Inspection\0',
  'DTSTART;TZID=W. Europe Standard Time:20261124T140000',
  'DTEND;TZID=W. Europe Standard Time:20261124T150000',
  'ORGANIZER;CN=Kari Solheim:mailto:kari@solvik.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '--a--',
  '--m--',
  '',
].join('\r\n')

test('S13 an invitation is kept with its mail, and names the file that it came in', async () => {
  await samtale.deliver(mail, { from: 'kari@solvik.example' })
  await samtale.settled()
  const list = await samtale.admin.get('/api/threads?limit=1', { expects: 200 })
  const { body } = await samtale.admin.get(`/api/threads/${list.body.results[0].id}/timeline`, { expects: 200 })
  const [item] = body.results
  expect(item).toMatchObject({
    text: 'See you.',
    traits: ['invitation'],
    invitations: [
      {
        method: 'request',
        summary: 'Inspection',
        start: { at: '2026-11-24T13:00:00.000Z', local: '2026-11-24T14:00:00', timeZone: 'Europe/Berlin' },
        organiser: { name: 'Kari Solheim', address: 'kari@solvik.example' },
        fileId: item.attachments[1].fileId,
      },
    ],
  })
  const file = await samtale.admin.get(item.attachments[1].url, { expects: 200 })
  expect(file.body).toContain('UID:1@solvik.example')
})
