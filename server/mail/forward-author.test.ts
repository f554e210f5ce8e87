import { describe, expect, test } from 'vitest'
import { authorOfForward, type PassedOn, passedOnBy } from './forward-author.ts'
import type { ForwardedMail, MailAddress } from './parsed-mail.ts'

const jonas = { name: 'Jonas', address: 'jonas@nordmark.example' }
const kari = { name: 'Kari Solheim', address: 'kari@solvik.example' }
const isOurs = (address: string) => address.toLowerCase() === 'support@varme.example'

const stating = (originalFrom: MailAddress | null, method: ForwardedMail['method'] = 'inline'): ForwardedMail => ({
  method,
  originalFrom,
  originalSubject: 'Varmepumpe',
  originalDate: null,
  originalTo: [],
  originalCc: [],
  message: '',
  embedded: '',
})
const by = (originalFrom: MailAddress | null, method: ForwardedMail['method'] = 'inline'): PassedOn => ({
  method,
  stated: stating(originalFrom, method),
})

test.each([
  { because: 'written out', passedOn: by(kari), author: kari, method: 'inline', claimed: true },
  { because: 'attached', passedOn: by(kari, 'attachment'), author: kari, method: 'attachment', claimed: true },
  { because: 'nothing passed on', passedOn: null, author: jonas, method: null, claimed: false },
  { because: 'nobody stated', passedOn: by(null), author: jonas, method: 'inline', claimed: false },
  {
    because: 'a name is no address',
    passedOn: by({ name: 'Kari', address: '' }),
    author: jonas,
    method: 'inline',
    claimed: false,
  },
  {
    because: 'no usable address',
    passedOn: by({ name: '', address: 'kari@' }),
    author: jonas,
    method: 'inline',
    claimed: false,
  },
  {
    because: 'the forwarder',
    passedOn: by({ ...jonas, address: 'JONAS@nordmark.example' }),
    author: jonas,
    method: 'inline',
    claimed: false,
  },
  {
    because: 'one of ours',
    passedOn: by({ name: '', address: 'Support@varme.example' }),
    author: jonas,
    method: 'inline',
    claimed: false,
  },
  {
    because: 'sent on by a system',
    passedOn: { method: 'auto', by: 'x@y.example' } as const,
    author: jonas,
    method: 'auto',
    claimed: false,
  },
])('the author: $because', ({ passedOn, author, method, claimed }) => {
  expect(authorOfForward({ from: jonas, passedOn }, { isOurs })).toMatchObject({ author, method, claimed })
})

test('the forwarder is From, but where a mail system sends on', () => {
  expect(authorOfForward({ from: jonas, passedOn: by(kari) }, { isOurs }).forwarder).toEqual(jonas)
  expect(authorOfForward({ from: jonas, passedOn: { method: 'auto', by: null } }, { isOurs }).forwarder).toBeNull()
})

describe('how it came here', () => {
  const signs = {
    from: kari as MailAddress,
    replyTo: [] as MailAddress[],
    forwarded: null,
    headers: {},
    envelopeFrom: kari.address,
  }
  type Case = { because: string; more: Partial<Parameters<typeof passedOnBy>[0]>; is: object | null }
  test.each<Case>([
    { because: 'straight', more: {}, is: null },
    { because: 'an ordinary plus address', more: { envelopeFrom: 'kari+news@solvik.example' }, is: null },
    {
      because: 'Gmail, by its envelope',
      more: { envelopeFrom: 'post+caf_=support=varme.example@gmail.com' },
      is: { method: 'auto', by: 'post@gmail.com' },
    },
    {
      because: 'Gmail, by its header',
      more: {
        headers: {
          'x-forwarded-for': 'post@nordmark.example support@varme.example',
          'x-forwarded-to': 'support@varme.example',
        },
      },
      is: { method: 'auto', by: 'post@nordmark.example' },
    },
    {
      because: 'Microsoft 365',
      more: { envelopeFrom: 'post+SRS=aB1cD=ZX=solvik.example=kari@nordmark.example' },
      is: { method: 'auto', by: 'post@nordmark.example' },
    },
    {
      because: 'SRS0',
      more: { envelopeFrom: 'SRS0=HHH=TT=solvik.example=kari@forwarder.example' },
      is: { method: 'auto', by: null },
    },
    {
      because: 'SRS1',
      more: { envelopeFrom: 'SRS1=HHH=x.example==HHH=TT=solvik.example=kari@forwarder.example' },
      is: { method: 'auto', by: null },
    },
    {
      because: 'redirected by a rule',
      more: { headers: { 'resent-from': 'Jonas <jonas@nordmark.example>' } },
      is: { method: 'auto', by: 'jonas@nordmark.example' },
    },
    {
      because: 'by hand, though a system sent it on as well',
      more: { forwarded: stating(kari), envelopeFrom: 'SRS0=a=b=c@d.example' },
      is: { method: 'inline' },
    },
    {
      because: 'Google Groups',
      more: {
        from: { name: "'Kari Solheim' via Support", address: 'support@nordmark.example' },
        headers: { 'list-id': '<support.nordmark.example>', 'x-original-from': 'Kari Solheim <kari@solvik.example>' },
      },
      is: { method: 'list', stated: { originalFrom: kari } },
    },
    {
      because: 'Google Groups, an address only',
      more: {
        from: { name: "'Kari Solheim' via Support", address: 'support@nordmark.example' },
        headers: { 'list-id': '<support.nordmark.example>', 'x-original-from': 'kari@solvik.example' },
      },
      is: { method: 'list', stated: { originalFrom: kari } },
    },
    {
      because: 'Mailman',
      more: {
        from: { name: 'Kari Solheim via Brukere', address: 'brukere@nordmark.example' },
        replyTo: [{ name: '', address: 'brukere@nordmark.example' }, kari],
        headers: { 'list-id': '<brukere.nordmark.example>' },
      },
      is: { method: 'list', stated: { originalFrom: kari } },
    },
    {
      because: 'X-Original-From without a list is nobody’s word',
      more: { headers: { 'x-original-from': 'jonas@nordmark.example' } },
      is: null,
    },
    {
      because: 'a person who writes via something',
      more: { from: { name: 'Kari via Solvik', address: kari.address }, replyTo: [jonas] },
      is: null,
    },
  ])('$because', ({ more, is }) => {
    const found = passedOnBy({ ...signs, ...more })
    if (is === null) expect(found).toBeNull()
    else expect(found).toMatchObject(is)
  })
})
