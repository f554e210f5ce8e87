export const ui = {
  'ui.close': 'Close window',
  'ui.search': 'Search',
  'ui.noMatch': 'Nothing matches “{query}”.',
  'ui.tryAgain': 'Try again',
  'ui.loading': 'Loading',
  'ui.dismiss': 'Dismiss',
} as const
