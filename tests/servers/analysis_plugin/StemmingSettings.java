package analysis;

import org.elasticsearch.plugin.settings.AnalysisSettings;
import org.elasticsearch.plugin.settings.StringSetting;

@AnalysisSettings
public interface StemmingSettings {
  @StringSetting(path = "language", defaultValue = "english")
  String language();
}
