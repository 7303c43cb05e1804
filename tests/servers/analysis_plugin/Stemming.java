package analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.plugin.Inject;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

/** Lucene's Snowball stemmers, under Elasticsearch's usual name. */
@NamedComponent("stemmer")
public class Stemming implements TokenFilterFactory {
  private final String language;

  @Inject
  public Stemming(StemmingSettings settings) {
    String name = settings.language();
    language = name.substring(0, 1).toUpperCase() + name.substring(1);
  }

  @Override
  public TokenStream create(TokenStream words) {
    return new SnowballFilter(words, language);
  }
}
