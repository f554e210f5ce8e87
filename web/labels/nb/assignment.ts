import type { assignment as en } from '../en/assignment.ts'
import type { Translation } from '../labels.ts'

export const assignment: Translation<typeof en> = {
  'assignment.switch': 'Tilordne samtaler automatisk',
  'assignment.switchHint': 'Ny post til denne adressen går til dem du velger.',
  'assignment.to': 'Tilordne til',
  'assignment.specific': 'Spesifikke brukere og team',
  'assignment.contactOwner': 'Kontakteier',
  'assignment.ownerHint': 'Den som eier kontakten. En eier som ikke er tilgjengelig, får meldingen på e-post.',
  'assignment.add': 'Legg til en bruker eller et team',
  'assignment.team': { one: '{count} hovedmedlem', other: '{count} hovedmedlemmer' },
  'assignment.teamSkipped': '{members}, {skipped} hoppes over',
  'assignment.marked': 'De som er merket, hoppes over til det er rettet, eller til de tas ut.',
  'assignment.manageSeats': 'Administrer plasser',
  'assignment.cannot.inactive': 'Er deaktivert',
  'assignment.cannot.noSeat': 'Har ingen betalt plass',
  'assignment.cannot.noAccess': 'Har ikke tilgang til innboksen',
  'assignment.cannot.teamGone': 'Teamet er slettet',
  'assignment.cannot.teamEmpty': 'Ingen hovedmedlemmer kan få samtaler',
  'assignment.excluded': {
    one: '{count} person kan ikke legges til, fordi personen ikke har en betalt plass.',
    other: '{count} personer kan ikke legges til, fordi de ikke har en betalt plass.',
  },
  'assignment.seeWho': 'Se hvem',
  'assignment.onlyAvailable': 'Tilordne kun til tilgjengelige brukere',
  'assignment.onlyAvailableHint': 'Når ingen er tilgjengelig, forblir samtalen uten ansvarlig.',
  'assignment.reopened': 'Tilordne gjenåpnede samtaler på nytt',
  'assignment.reopenedHint':
    'Når en kunde skriver igjen og den ansvarlige har sluttet eller ikke er tilgjengelig. Ellers blir den som den er.',
  'assignment.broken': 'Regelen hopper over {names}.',
  'assignment.try': 'Prøv denne regelen på de siste 1000 samtalene',
  'assignment.tried': {
    one: '{count} samtale er prøvd. Ingenting ble endret.',
    other: '{count} samtaler er prøvd. Ingenting ble endret.',
  },
  'assignment.triedInPart': 'Tiden var ute før alle var prøvd.',
  'assignment.wouldGo': 'Ville gått til',
  'assignment.howMany': 'Samtaler',
  'assignment.skippedTitle': 'Hvem som ble hoppet over',
  'assignment.skipped': {
    one: '{name}: {count} gang, {reason}',
    other: '{name}: {count} ganger, {reason}',
  },
  'assignment.tryNote': 'Arbeidstid og fridager teller; om noen hadde satt seg som borte, vet vi ikke i ettertid.',
  'assignment.unassigned': 'Ikke tildelt: {reason}',
}
