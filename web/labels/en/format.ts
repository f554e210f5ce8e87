export const format = {
  'format.now': 'now',
  'format.minutes': '{count} min',
  'format.yesterday': 'Yesterday',
} as const
