import type { signature as en, signatureSettings as enSettings } from '../en/signature.ts'
import type { Translation } from '../labels.ts'

export const signature: Translation<typeof en> = {
  'signature.name': 'Signatur',
}

export const signatureSettings: Translation<typeof enSettings> = {
  'signature.add': 'Legg til teamsignatur',
  'signature.onlyInbox': 'Bare på e-post som sendes fra innboksen.',
  'signature.team': 'Teamsignatur',
  'signature.mode': 'Hvordan signaturen skrives',
  'signature.simple': 'Enkel',
  'signature.html': 'HTML',
  'signature.insertToken': 'Sett inn token',
  'signature.full_name': 'Fullt navn',
  'signature.first_name': 'Fornavn',
  'signature.last_name': 'Etternavn',
  'signature.hint': 'Vennlig hilsen …',
  'signature.image': 'Sett inn et bilde',
  'signature.underline': 'Understreking',
  'signature.colour': 'Tekstfarge',
  'signature.colour.none': 'Ingen farge',
  'signature.colour.grey': 'Grå',
  'signature.colour.blue': 'Blå',
  'signature.colour.green': 'Grønn',
  'signature.colour.orange': 'Oransje',
  'signature.colour.red': 'Rød',
  'signature.colour.purple': 'Lilla',
  'signature.lostInSimple':
    'HTML-en inneholder tabeller, størrelser eller bilder som Enkel ikke kan beholde. De blir stående så lenge ingenting endres her; den første endringen tar dem ut.',
  'signature.imageTooLarge': 'Bildet er større enn 1 MB. Lagre det mindre og prøv igjen.',
  'signature.imageFailed': 'Bildet ble ikke lastet opp. Velg et PNG-, JPEG-, WebP- eller GIF-bilde og prøv igjen.',
}
