import { ImportRefusedError } from '../import-refused.ts';
import { googleForms } from './google-forms.ts';
import { limesurvey } from './limesurvey.ts';
import { type Profile, type ProfileName, profileNames } from './profile.ts';
import { qualtrics } from './qualtrics.ts';
import { surveymonkey } from './surveymonkey.ts';
import { typeform } from './typeform.ts';

const profiles: readonly Profile[] = [googleForms, typeform, surveymonkey, limesurvey, qualtrics];

export interface RecognisedProfile {
  profile: Profile;
  headerRows: number;
}

/** The profile with this name, or for `auto` the one that the rows fit. Throws ImportRefusedError. */
export function recogniseProfile(
  rows: readonly (readonly string[])[],
  wanted: ProfileName | 'auto',
): RecognisedProfile {
  for (const profile of profiles) {
    const headerRows = profile.headerRows(rows);
    if (headerRows !== undefined && (wanted === 'auto' || wanted === profile.name))
      return { profile, headerRows };
  }
  const names = rows[0]?.slice(0, 8).map((name) => `\`${name}\``) ?? [];
  throw new ImportRefusedError(
    wanted === 'auto'
      ? `The file is not recognised as an export of a known tool (${profileNames.join(', ')}); its columns begin with ${names.join(', ')}. Name the columns of the answers with --choice-columns.`
      : `The file does not have the header of an export of ${profiles.find(({ name }) => name === wanted)?.title}; its columns begin with ${names.join(', ')}. Export it again, or name the columns with --choice-columns and without --profile.`,
  );
}
