/** The core's bounds as plain numbers: contract/bounds.ts has them with their reasons, and a test compares. */

export const pathCharacters = 200
export const sendAttempts = 6
export const sendWaiting = 20
export const sendWaitSeconds = 600
