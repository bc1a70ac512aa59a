/** Words that carry no meaning of their own, by language; a phrase of nothing else is never proposed. */
const functionWords: Readonly<Record<string, string>> = {
  en: "a about after all also am an and any are as at be because been before being but by can could did do does doing don down each for from had has have having he her here hers him his how i if in into is isn it its just ll m me more most my no not now of off on once only or other our out over own re rt s same she should so some such t than that the their them then there these they this those through to too up us ve very via was wasn we were what when where which while who why will with would you your",
  de: "aber alle als also am an auch auf aus bei bin bis da damit dann das dass dein dem den der des die dich dir doch du durch ein eine einem einen einer eines er es euch für hat hatte ich ihr im in ist ja kein man mein mich mir mit nach nicht noch nur oder seid sein sich sie sind so und uns unter vom von vor war was weil wenn wer wie wir zu zum zur",
  es: "a al como con de del desde donde el ella ellas ellos en entre era es esta está este esto fue ha hay la las le les lo los más me mi mis muy no nos o para pero por porque que qué se si sin sobre son sois soy su sus te tu tus un una uno y ya yo",
  fr: "à au aux avec ce ces cette dans de des du elle en est et eux il ils je la le les leur lui ma mais me même mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses si sommes son sont suis sur ta te tes toi ton tu un une vos votre vous y",
  it: "a ad ai al alla anche che chi ci come con cui da dal dei del della di e ed è gli ha hai ho i il in io la le lei li lo loro ma me mi mia mio ne nel nella noi non o per più se si sono siamo siete su sua suo te ti tra tu tutti tutto un una uno vi voi",
  nl: "aan al als bij dan dat de den der deze die dit doen door dus een en er ge geen had heb hebben heeft hem het hier hij hoe hun ik in is ja je jij jullie kan maar me met mij mijn moet na naar niet niets nog nu of om omdat ons ook op over te tot u uit uw van veel voor waren was wat we wel werd wie wij wil worden wordt zal ze zelf zich zij zijn zo zou",
  pt: "a ao aos as até com como da das de dela dele do dos e é ela elas ele eles em entre era essa esse esta está este eu foi há isso isto já lhe mais mas me meu minha muito na não nas nem no nos nós o os ou para pela pelo por qual quando que quem se sem ser seu sua são só também te tem um uma você",
};

/** What stands around messages rather than in them. */
const messageWords = "http https www com net org co amp gt lt quot nbsp via fwd rt";

const words: ReadonlySet<string> = new Set(
  [...Object.values(functionWords), messageWords].join(" ").split(" "),
);

/** Whether a phrase says nothing by itself: function words, parts of addresses, numbers, single letters. */
export function isBoilerplate(phrase: string): boolean {
  return phrase.split(/[ '’&.+-]/u).every((word) => words.has(word) || /^(?:\p{N}*|[a-z])$/u.test(word));
}
