import type { files as source } from '../en/files.ts'
import type { Translation } from '../labels.ts'

export const files: Translation<typeof source> = {
  'files.open': 'Åpne {name}',
  'files.count': { one: '{count} fil', other: '{count} filer' },
  'files.position': '{at} av {count}',
  'files.previous': 'Forrige fil',
  'files.next': 'Neste fil',
  'files.back': 'Tilbake til {name}',
  'files.zoomIn': 'Forstørr',
  'files.zoomOut': 'Forminsk',
  'files.zoom': 'Størrelse: {percent}',
  'files.loading': 'Åpner {name}',
  'files.page': 'Side {page} av {count}',
  'files.content': 'Innholdet i {name}',
  'files.cut': 'Bare begynnelsen vises. Last ned filen for å lese resten ({size}).',
  'files.empty': 'Filen er tom.',
  'files.typeAndSize': '{type} · {size}',
  'files.unknownType': 'Fil',
  'files.from': 'Fra',
  'files.to': 'Til',
  'files.cc': 'Kopi',
  'files.date': 'Dato',
  'files.noSubject': 'Uten emne',
  'files.noText': 'E-posten har ingen tekst.',
}
