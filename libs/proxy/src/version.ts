/** The Toxiproxy version whose API and toxics this proxy speaks, as GET /version answers it. */
export const VERSION = '2.12.0';
