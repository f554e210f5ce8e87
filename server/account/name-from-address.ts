/** "kari.solheim@solvik.example" is Kari Solheim until somebody says otherwise. */
export function nameFromAddress(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[._+-]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email
}
