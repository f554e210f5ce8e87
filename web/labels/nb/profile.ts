import type { profile as en } from '../en/profile.ts'
import type { Translation } from '../labels.ts'

export const profile: Translation<typeof en> = {
  'settings.profile': 'Profil',
  'profile.lead': 'Hvem du er for kollegene dine, og hvordan Samtale virker for deg.',
  'profile.picture': 'Bilde',
  'profile.pictureHint': 'PNG, JPEG, WebP eller GIF, inntil 10 MB. Kollegene dine ser det; kundene gjør det ikke.',
  'profile.upload': 'Last opp et bilde',
  'profile.replace': 'Bytt bildet',
  'profile.remove': 'Fjern bildet',
  'profile.name': 'Navnet ditt',
  'profile.nameHint': 'Kundene ser det på e-posten din der innboksen sier det.',
  'profile.email': 'E-post',
  'profile.emailHint': 'Du logger inn med den.',
  'profile.undo': 'Angre sending',
  'profile.undoHint': 'Så lenge venter et svar før det går, og kan tas tilbake.',
  'profile.undoNone': 'Send straks',
  'profile.undoSeconds': '{seconds} sekunder',
  'profile.keys': 'Enkelttaster som snarveier',
  'profile.keysHint': 'Når det er av, gjør ingen bokstav alene noe: bra sammen med tale til tekst.',
  'profile.signature': 'Signaturen din',
  'profile.signatureHint':
    'Står under e-post som du skriver fra en kontakt. E-post fra en innboks bærer signaturen til teamet.',
  'profile.signatureEmpty': 'Vennlig hilsen …',
  'profile.changes': { one: '{count} endring', other: '{count} endringer' },
  'profile.screen': 'Skjerm og taster',
  'profile.mail': 'E-post du sender',
}
