import { expect, test } from 'vitest'
import type { MailTrait } from '../../shared/mail-traits.ts'
import type { Incoming } from './incoming.ts'
import { senderOf } from './sender-signs.ts'

const facts = { isNewContact: false, isFromUs: false, isProvenUs: false, likeDomain: null }

function aMail(fields: {
  traits?: readonly MailTrait[]
  name?: string
  replyTo?: string
  verdict?: Incoming['verdict']
}) {
  const { traits = [], name = 'Ingrid Haugen', replyTo, verdict = 'checking' } = fields
  return {
    from: { name, address: 'ingrid@nordmark.example' },
    replyTo: replyTo === undefined ? [] : [{ name: '', address: replyTo }],
    traits,
    verdict,
  } as unknown as Incoming
}

test.each([
  { because: 'answers go elsewhere', mail: aMail({ replyTo: 'x@elsewhere.example' }), signs: ['replyToMismatch'] },
  {
    because: 'a newsletter is answered elsewhere by design',
    mail: aMail({ replyTo: 'x@elsewhere.example', traits: ['newsletter'] }),
    signs: [],
  },
  {
    because: 'so is a mailing list',
    mail: aMail({ replyTo: 'x@elsewhere.example', traits: ['mailingList'] }),
    signs: [],
  },
  {
    because: 'a name with an address in it',
    mail: aMail({ name: 'ceo@elsewhere.example via app' }),
    signs: ['displayNameIsAddress'],
  },
  { because: 'a name with a sign in it', mail: aMail({ name: 'Ingrid @ Nordmark' }), signs: [] },
])('$because: $signs', ({ mail, signs }) => {
  expect(senderOf(mail, facts)?.signs).toEqual(signs)
})

test('one of us is told apart from who only says so', () => {
  expect(senderOf(aMail({}), { ...facts, isFromUs: true })?.signs).toEqual(['claimsUser'])
  expect(senderOf(aMail({}), { ...facts, isFromUs: true, isProvenUs: true })?.signs).toEqual([])
})

test('where nobody could be asked, only who claims to be one of us is doubted', () => {
  expect(senderOf(aMail({ verdict: null }), facts)).toBeNull()
  expect(senderOf(aMail({ verdict: null }), { ...facts, isFromUs: true })).toMatchObject({
    state: 'notChecked',
    signs: ['claimsUser'],
  })
})
