import { expect, test } from 'vitest'
import { readInvitations } from './read-invitations.ts'

function calendar(event: readonly string[], { method = 'REQUEST', zone = [] as readonly string[] } = {}): string {
  return [
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    ...zone,
    'BEGIN:VEVENT',
    'UID:1@nordlys.example',
    ...event,
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
}

const read = (text: string, declaredMethod = '') => readInvitations([{ text, declaredMethod, file: 0 }])
const one = (event: readonly string[], options?: Parameters<typeof calendar>[1]) => read(calendar(event, options))[0]

const outlookZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Customized Time Zone',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

test.each([
  { because: 'UTC', start: 'DTSTART:20261124T130000Z', at: '2026-11-24T13:00:00.000Z', zone: 'UTC' },
  {
    because: 'a zone of IANA',
    start: 'DTSTART;TZID=Europe/Oslo:20261124T140000',
    at: '2026-11-24T13:00:00.000Z',
    zone: 'Europe/Oslo',
  },
  {
    because: 'summer',
    start: 'DTSTART;TZID=Europe/Oslo:20260701T140000',
    at: '2026-07-01T12:00:00.000Z',
    zone: 'Europe/Oslo',
  },
  {
    because: 'a zone of Windows',
    start: 'DTSTART;TZID=W. Europe Standard Time:20261124T140000',
    at: '2026-11-24T13:00:00.000Z',
    zone: 'Europe/Berlin',
  },
  {
    because: 'in quotes',
    start: 'DTSTART;TZID="Tokyo Standard Time":20261124T140000',
    at: '2026-11-24T05:00:00.000Z',
    zone: 'Asia/Tokyo',
  },
  {
    because: 'a path of Mozilla',
    start: 'DTSTART;TZID=/mozilla.org/20050126_1/Europe/Oslo:20261124T140000',
    at: '2026-11-24T13:00:00.000Z',
    zone: 'Europe/Oslo',
  },
  {
    because: 'an offset in the name',
    start: 'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern":20261124T140000',
    at: '2026-11-24T13:00:00.000Z',
    zone: null,
  },
  {
    because: 'rules of the mail, winter',
    start: 'DTSTART;TZID=Customized Time Zone:20261124T140000',
    at: '2026-11-24T13:00:00.000Z',
    zone: null,
  },
  {
    because: 'rules of the mail, summer',
    start: 'DTSTART;TZID=Customized Time Zone:20260701T140000',
    at: '2026-07-01T12:00:00.000Z',
    zone: null,
  },
  {
    because: 'rules of the mail, the day of the change',
    start: 'DTSTART;TZID=Customized Time Zone:20261025T040000',
    at: '2026-10-25T03:00:00.000Z',
    zone: null,
  },
  { because: 'no zone at all', start: 'DTSTART:20261124T140000', at: null, zone: null },
  { because: 'a zone that nobody knows', start: 'DTSTART;TZID=Here:20261124T140000', at: null, zone: null },
])('S13 when it begins: $because', ({ start, at, zone }) => {
  expect(one([start], { zone: outlookZone })?.start).toMatchObject({
    at,
    timeZone: zone,
    local: expect.stringMatching(/T\d\d:00:00$/),
  })
})

test.each([
  {
    because: 'whole days end before DTEND',
    event: ['DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261127'],
    end: '2026-11-26',
  },
  { because: 'one day', event: ['DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261125'], end: '2026-11-24' },
  { because: 'a day without an end', event: ['DTSTART;VALUE=DATE:20261124'], end: '2026-11-24' },
  { because: 'days by length', event: ['DTSTART;VALUE=DATE:20261124', 'DURATION:P2D'], end: '2026-11-25' },
  {
    because: 'hours by length',
    event: ['DTSTART;TZID=Europe/Oslo:20261124T140000', 'DURATION:PT1H30M'],
    end: '2026-11-24T15:30:00',
  },
  { because: 'a moment', event: ['DTSTART:20261124T140000Z'], end: undefined },
])('S13 when it ends: $because', ({ event, end }) => {
  expect(one(event)?.end?.local).toBe(end)
})

test('S13 who is asked, and what they answered', () => {
  const found = one([
    'ORGANIZER;CN="Solheim, Kari":MAILTO:kari@nordlys.example',
    'ATTENDEE;CN=Jonas;PARTSTAT=ACCEPTED;ROLE=OPT-PARTICIPANT:mailto:jonas@nordlys.example',
    'ATTENDEE;CN=elif@nordlys.example;EMAIL=elif@nordlys.example;PARTSTAT=TENTATIVE:urn:uuid:1',
    'ATTENDEE;RSVP=TRUE;CN=A very long name that is folde',
    ' d:mailto:a@nordlys.example',
  ])
  expect(found?.organiser).toEqual({ name: 'Solheim, Kari', address: 'kari@nordlys.example' })
  expect(found?.attendees).toEqual([
    { name: 'Jonas', address: 'jonas@nordlys.example', answer: 'accepted', role: 'optional' },
    { name: '', address: 'elif@nordlys.example', answer: 'tentative', role: 'required' },
    { name: 'A very long name that is folded', address: 'a@nordlys.example', answer: 'needsAction', role: 'required' },
  ])
})

test.each([
  { because: 'asked', text: calendar([]), declared: '', method: 'request', isCancelled: false },
  { because: 'answered', text: calendar([], { method: 'REPLY' }), declared: '', method: 'reply', isCancelled: false },
  {
    because: 'taken back',
    text: calendar([], { method: 'CANCEL' }),
    declared: '',
    method: 'cancel',
    isCancelled: true,
  },
  {
    because: 'taken back by its status',
    text: calendar(['STATUS:CANCELLED']),
    declared: '',
    method: 'request',
    isCancelled: true,
  },
  {
    because: 'by the Content-Type',
    text: calendar([]).replace('METHOD:REQUEST\r\n', ''),
    declared: 'counter',
    method: 'counter',
    isCancelled: false,
  },
  {
    because: 'nothing says',
    text: calendar([]).replace('METHOD:REQUEST\r\n', ''),
    declared: '',
    method: 'publish',
    isCancelled: false,
  },
])('S13 what is asked: $because', ({ text, declared, method, isCancelled }) => {
  expect(read(text, declared)).toMatchObject([{ method, isCancelled, file: 0 }])
})

test('S13 a series, and one of it that is moved', () => {
  const found = one([
    'RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;UNTIL=20270630T000000Z',
    'RECURRENCE-ID;TZID=Europe/Oslo:20261127T090000',
    'SEQUENCE:3',
  ])
  expect(found).toMatchObject({
    sequence: 3,
    occurrence: { at: '2026-11-27T08:00:00.000Z' },
    recurrence: { frequency: 'monthly', interval: 2, byDay: ['-1FR'], until: '2027-06-30T00:00:00Z', count: null },
  })
})

test.each([
  {
    because: 'named as such',
    event: ['X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1'],
    url: 'https://teams.microsoft.com/l/1',
  },
  {
    because: 'in the text',
    event: ['DESCRIPTION:Join: https://us02web.zoom.us/j/1?pwd=2\\nbye'],
    url: 'https://us02web.zoom.us/j/1?pwd=2',
  },
  { because: 'a script is none', event: ['X-GOOGLE-CONFERENCE:javascript:alert(1)'], url: null },
  { because: 'any other link is none', event: ['DESCRIPTION:https://elsewhere.example/'], url: null },
])('S13 where to meet: $because', ({ event, url }) => {
  expect(one(event)?.meetingUrl).toBe(url)
})

test('S13 the same invitation twice in a mail is one', () => {
  const text = calendar(['DTSTART:20261124T130000Z'])
  expect(
    readInvitations([
      { text, declaredMethod: '', file: 0 },
      { text, declaredMethod: '', file: 1 },
    ]),
  ).toHaveLength(1)
})

test.each([
  {
    because: 'a line of nonsense',
    event: ['nonsense', 'DTSTART:garbage', 'RRULE:FREQ=YEARLY;COUNT=x', 'SUMMARY:Inspection'],
  },
  { because: 'a year that no calendar has', event: ['DTSTART:99999999T999999Z', 'SUMMARY:Inspection'] },
  { because: 'an end that ends nothing', event: ['END:VTIMEZONE', 'SUMMARY:Inspection'] },
  {
    because: 'a length that ends after time',
    event: ['DTSTART:20261124T130000Z', 'DURATION:P999999999D', 'SUMMARY:Inspection'],
  },
])('abuse-13 what is broken takes nothing else with it: $because', ({ event }) => {
  expect(one(event)).toMatchObject({ summary: 'Inspection', end: null, recurrence: null })
})

test('abuse-13 a calendar that is cut off is read as far as it goes', () => {
  expect(read(calendar(['SUMMARY:Inspection']).split('END:')[0] ?? '')).toMatchObject([{ summary: 'Inspection' }])
})

test.each([
  {
    because: 'events',
    text: `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nSUMMARY:a\nDTSTART:20261124T130000Z\nUID:x\nEND:VEVENT\n'.repeat(3_000)}END:VCALENDAR`,
  },
  { because: 'levels', text: 'BEGIN:VCALENDAR\n'.repeat(15_000) },
  { because: 'attendees', text: calendar(Array(15_000).fill('ATTENDEE;CN=a:mailto:a@b.example') as string[]) },
  { because: 'one line', text: calendar([`SUMMARY:${'a\\,'.repeat(300_000)}`]) },
  { because: 'one folded line', text: calendar(['SUMMARY:a', ...(Array(200_000).fill(' a') as string[])]) },
  {
    because: 'a zone of every second',
    text: calendar(['DTSTART;TZID=Z:99981124T130000'], {
      zone: [
        'BEGIN:VTIMEZONE',
        'TZID:Z',
        'BEGIN:STANDARD',
        'DTSTART:00010101T000000',
        'TZOFFSETTO:+0100',
        'TZOFFSETFROM:+0100',
        'RRULE:FREQ=SECONDLY',
        'END:STANDARD',
        'END:VTIMEZONE',
      ],
    }),
  },
])('abuse-13 a million $because are bounded', ({ text }) => {
  const found = read(text)
  expect(found.length).toBeLessThanOrEqual(20)
  for (const { summary, attendees } of found) {
    expect(summary.length).toBeLessThanOrEqual(500)
    expect(attendees.length).toBeLessThanOrEqual(200)
  }
})
