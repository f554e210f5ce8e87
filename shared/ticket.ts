/** Stands in a ticket's name for the subject of the first message. */
export const subjectToken = '{subject}'

export const ticketPriorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const
export const ticketCategories = ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'FEATURE_REQUEST', 'GENERAL_INQUIRY'] as const
