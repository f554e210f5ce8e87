import type { ticketRecord as en } from '../en/ticket-record.ts'
import type { Translation } from '../labels.ts'

export const ticketRecord: Translation<typeof en> = {
  'ticket.name': 'Saksnavn',
  'ticket.nameEmpty': 'En sak har et navn.',
  'ticket.number': 'Nummer',
  'ticket.pipeline': 'Pipeline',
  'ticket.category': 'Kategori',
  'ticket.ticketOwner': 'Sakseier',
  'ticket.follows': 'Følger samtalen til du velger noen.',
  'ticket.about': 'Om saken',
  'ticket.inbox': 'Innboks',
  'ticket.contact': 'Kontakt',
  'ticket.conversation': 'Samtale',
  'ticket.open': 'Åpne samtalen',
  'ticket.noConversation': 'Ikke lenger i bruk',
  'ticket.created': 'Opprettet',
  'ticket.closed': 'Lukket',
  'ticket.gone': 'Denne saken er ikke her',
  'ticket.goneText': 'Den finnes ikke, eller den er i en innboks som du ikke kan se.',
  'ticket.failed': 'Saken kunne ikke hentes',
}
