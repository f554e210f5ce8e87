import { expect, test } from 'vitest'
import { cleanInboxAddress, inboxAddressFrom, isReservedInboxAddress } from './inbox-address.ts'

test.each([
  { because: 'words are joined by hyphens', companyName: 'Solvik Varme', inboxAddress: 'solvik-varme' },
  { because: 'æ is spelled ae', companyName: 'Sæter Gård', inboxAddress: 'saeter-gard' },
  { because: 'ø is spelled o, å is spelled a', companyName: 'BLÅBÆRØYA', inboxAddress: 'blabaeroya' },
  { because: 'an å of two code points is one letter', companyName: 'Bla\u030Aheia', inboxAddress: 'blaheia' },
  { because: 'accents are stripped', companyName: 'Café Señor Über', inboxAddress: 'cafe-senor-uber' },
  { because: 'ß and Turkish ı have no accent to strip', companyName: 'Groß Yıldız', inboxAddress: 'gross-yildiz' },
  { because: 'an apostrophe parts no word', companyName: 'Kari’s Kaffe', inboxAddress: 'karis-kaffe' },
  {
    because: 'signs become one hyphen, none at the ends',
    companyName: ' --Berg & Dahl (AS)! ',
    inboxAddress: 'berg-dahl-as',
  },
  { because: 'no label reads as an encoded one', companyName: 'xn--solvik', inboxAddress: 'xn-solvik' },
  { because: 'digits stay', companyName: '3T Trening', inboxAddress: '3t-trening' },
  { because: 'a long name ends at 40', companyName: 'a'.repeat(60), inboxAddress: 'a'.repeat(40) },
  { because: 'a cut never leaves a hyphen', companyName: `${'a'.repeat(39)} bc`, inboxAddress: 'a'.repeat(39) },
  { because: 'a leading sign costs no letter', companyName: `-${'a'.repeat(40)}`, inboxAddress: 'a'.repeat(40) },
  { because: 'a name in another script leaves nothing', companyName: 'Привет', inboxAddress: 'inbox' },
  { because: 'an empty name is no address', companyName: '', inboxAddress: 'inbox' },
  { because: 'a reserved word gets a companion', companyName: 'Free', inboxAddress: 'free-inbox' },
])('$because', ({ companyName, inboxAddress }) => {
  expect(inboxAddressFrom(companyName)).toBe(inboxAddress)
})

test('what a person types may be nothing yet', () => {
  expect(cleanInboxAddress('…')).toBe('')
})

test.each(['free', 'www', 'mail', 'smtp', 'bounces'])('%s belongs to the installation', (word) => {
  expect(isReservedInboxAddress(word)).toBe(true)
  expect(isReservedInboxAddress(inboxAddressFrom(word))).toBe(false)
})
