import { expect, test } from 'vitest'
import { readInvitationList, roleOf, seatOf } from './invitation-list.ts'

const person = (line: number, email: string, more: object = {}) => ({
  line,
  email,
  name: '',
  role: null,
  seat: null,
  mainTeam: null,
  extraTeams: [],
  ...more,
})

test.each([
  {
    because: 'one address a line, with empty lines between',
    text: 'kari@solvik.example\n\njonas@solvik.example\n',
    people: [person(1, 'kari@solvik.example'), person(3, 'jonas@solvik.example')],
  },
  {
    because: 'several on one line, with names as a mail program writes them',
    text: '"Solheim, Kari" <kari@solvik.example>; Jonas Berg <jonas@solvik.example>',
    people: [
      person(1, 'kari@solvik.example', { name: 'Solheim, Kari' }),
      person(1, 'jonas@solvik.example', { name: 'Jonas Berg' }),
    ],
  },
  {
    because: 'a name beside its address, without a header',
    text: 'kari@solvik.example, Kari Solheim',
    people: [person(1, 'kari@solvik.example', { name: 'Kari Solheim' })],
  },
  {
    because: 'what is no address is kept, to be shown',
    text: 'kari@solvik\njonas@solvik.example',
    people: [person(1, 'kari@solvik'), person(2, 'jonas@solvik.example')],
  },
  {
    because: 'CSV as spreadsheets write it: a mark at its start, semicolons, quotes, CR LF',
    text: '\uFEFFName;Email;Role;Seat;Team;Extra teams\r\n"Solheim; Kari";kari@solvik.example;Account access;Service;Support;Sales|Night shift\r\n',
    people: [
      person(2, 'kari@solvik.example', {
        name: 'Solheim; Kari',
        role: 'Account access',
        seat: 'Service',
        mainTeam: 'Support',
        extraTeams: ['Sales', 'Night shift'],
      }),
    ],
  },
  {
    because: 'Norwegian columns, tabs, a row too short and one too long',
    text: 'e-post\tnavn\trolle\nkari@solvik.example\njonas@solvik.example\tJonas Berg\tbruker\t\tmore',
    people: [
      person(2, 'kari@solvik.example'),
      person(3, 'jonas@solvik.example', { name: 'Jonas Berg', role: 'bruker' }),
    ],
  },
  {
    because: 'columns that are called like what every object has',
    text: 'constructor,email,__proto__\nx,kari@solvik.example,y',
    people: [person(2, 'kari@solvik.example')],
  },
  { because: 'nothing', text: ' \n\n', people: [] },
])('S60 a list of people: $because', ({ text, people }) => {
  expect(readInvitationList(text)).toEqual(people)
})

test.each([
  { because: 'more than 500 people', text: 'kari@solvik.example\n'.repeat(501) },
  { because: 'a quote that does not close', text: 'email,name\nkari@solvik.example,"Kari' },
])('S60 a list that is refused: $because', ({ text }) => {
  expect(() => readInvitationList(text)).toThrow(/^text: takes/)
})

test.each([
  ['Super admin', 'super-admin'],
  ['super-admin', 'super-admin'],
  ['KONTOTILGANG', 'account-access'],
  ['account_access', 'account-access'],
  ['bruker', 'user'],
  ['owner', null],
  ['constructor', null],
])('S60 the role "%s" is %s', (word, role) => {
  expect(roleOf(word)).toBe(role)
})

test.each([
  ['Salg', 'sales'],
  [' service ', 'service'],
  ['ingen', 'none'],
  ['gold', null],
])('S60 the seat "%s" is %s', (word, seat) => {
  expect(seatOf(word)).toBe(seat)
})
