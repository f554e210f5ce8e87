/** *Default to original sender* (S22), in the settings of a channel. */
export const originals = {
  'originals.switch': 'Default to original sender for email forwards',
  'originals.switchHint': 'Logged on the contact who wrote it, not on the colleague who forwarded it.',
} as const
