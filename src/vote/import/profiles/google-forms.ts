import { bracketedQuestions, columnWith, type Profile, plain } from './profile.ts';

/** The first column, in the languages of the form. */
const timestamps = [
  ...['timestamp', 'zeitstempel', 'horodateur', 'marcatemporal', 'carimbodedata/hora', 'tijdstempel'],
  ...['informazionicronologiche', 'sygnaturaczasowa', 'zamandamgası', 'отметкавремени', 'タイムスタンプ'],
];

const notAsked = ['emailaddress', 'username', 'score', 'totalscore', 'e-mail-adresse', 'nutzername'];

/**
 * Google Forms, downloaded from the form or from its spreadsheet: one header row, a grid as one column
 * per row, the choices of checkboxes in one cell, separated by semicolons in one and by commas in the
 * other.
 */
export const googleForms: Profile = {
  name: 'google-forms',
  title: 'Google Forms',
  headerRows: ([first]) => (timestamps.includes(plain(first?.[0])) ? 1 : undefined),
  read: (columns) => {
    const timestamp = columnWith(columns, timestamps);
    const asked = columns.filter(
      (column) =>
        column !== timestamp && column.names.length > 0 && !notAsked.includes(plain(column.names[0])),
    );
    return {
      questions: bracketedQuestions(asked),
      filters: [],
      time: timestamp && { column: timestamp, unknownTimes: [] },
      timeZone: undefined,
      responseColumn: undefined,
      blanks: [],
    };
  },
};
