/** What the key says behind which quotes and signatures fold: on the screen and in the frame of a mail, which is a page of its own. */
export const foldLabels = {
  en: { quote: 'Show quoted text', signature: 'Show signature' },
  nb: { quote: 'Vis sitert tekst', signature: 'Vis signatur' },
} as const
