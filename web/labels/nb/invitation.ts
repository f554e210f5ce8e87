import type { invitation as en } from '../en/invitation.ts'
import type { Translation } from '../labels.ts'

export const invitation: Translation<typeof en> = {
  'invitation.title': 'Bli med i {account}',
  'invitation.lead': '{inviter} inviterer deg til fellesinnboksen til {account}.',
  'invitation.leadNobody': 'Du er invitert til fellesinnboksen til {account}.',
  'invitation.checking': 'Ser på invitasjonen',
  'invitation.failed': 'Denne invitasjonen åpner seg ikke',
  'invitation.expired': 'Den er brukt, trukket tilbake, eldre enn sju dager, eller en nyere er sendt. Be om en ny.',
  'invitation.choosePassword': 'Velg et passord',
  'invitation.accept': 'Godta invitasjonen',
  'invitation.haveLogin': 'Du logger allerede inn med {email}. Logg inn, så er du med.',
  'invitation.asYou': 'Du er logget inn som {email}.',
  'invitation.otherLogin':
    'Du er logget inn som {email}, men invitasjonen gjelder {invited}. Logg inn som den personen.',
  'invitation.newPassword': 'Velg et nytt passord',
  'invitation.newPasswordHint':
    'Adressen din er aldri bekreftet, så andre kan kjenne passordet ditt. Det nye er bare ditt, og alle andre nettlesere logges ut.',
  'invitation.currentPassword': 'Passordet ditt',
  'shell.switchAccount': 'Bytt konto',
}
