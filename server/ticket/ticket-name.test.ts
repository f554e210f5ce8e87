import { expect, test } from 'vitest'
import { ticketName } from './ticket-name.ts'

test.each([
  { because: 'the subject stands for the token', subject: 'E7', name: 'E7' },
  { because: 'text around it stays', template: 'Case: {subject}!', subject: 'E7', name: 'Case: E7!' },
  { because: 'no subject says so', subject: ' ', name: 'No subject' },
  { because: 'in the language of the account', subject: '', language: 'nb', name: 'Uten emne' },
  {
    because: 'text around it stays then too',
    template: 'Sak: {subject}',
    subject: '',
    language: 'nb',
    name: 'Sak: Uten emne',
  },
  { because: 'a subject is no template', subject: "$& {subject} $'", name: "$& {subject} $'" },
  { because: 'it is on one line', subject: 'E7\r\n\tagain\u2028and', name: 'E7 again and' },
  { because: 'a template without the token names all alike', template: 'Mail', subject: 'E7', name: 'Mail' },
  { because: 'it is cut between signs', subject: `${'a'.repeat(199)}🔥`, name: 'a'.repeat(199) },
] as const)('S28 a ticket’s name: $because', ({ name, ...given }) => {
  const { template, subject, language } = { template: '{subject}', language: 'en' as const, ...given }
  expect(ticketName(template, { subject, language })).toBe(name)
})
